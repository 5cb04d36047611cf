"""The state of a case, told again from its trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...models import Case, Event


@dataclass(slots=True)
class Replay:
    """What the events so far come to. Feed them in the order of their numbers."""

    seq: int = 0
    state: str = ""
    version: int = 0
    state_since: datetime | None = None
    # The first event that does not begin where its predecessor ended; None while all do.
    broken_at: int | None = None

    def feed(self, event: Event) -> None:
        """Go on by one event."""
        moved = bool(event.target)
        begins_wrong = event.source != self.state or event.version < self.version
        if self.broken_at is None and (begins_wrong or (moved and event.version == self.version)):
            self.broken_at = event.seq
        self.seq, self.version = event.seq, event.version
        if moved:
            self.state, self.state_since = event.target, event.at

    def fits(self, case: Case) -> bool:
        """Whether the case's row says the same as its trail."""
        mine = (self.seq, self.state, self.version, self.state_since)
        return self.broken_at is None and mine == (
            case.seq,
            case.state,
            case.version,
            case.state_since,
        )


def replayed(events: Iterable[Event]) -> Replay:
    """Tell the events again; they must come in the order of their numbers."""
    replay = Replay()
    for event in events:
        replay.feed(event)
    return replay
