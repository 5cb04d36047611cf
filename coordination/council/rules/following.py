"""How stations follow when sessions are cancelled, moved or held together (domain 2.4)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..models import Consultation, Meeting


@dataclass(frozen=True, slots=True)
class Follow:
    """A station and the session that it goes to; None: it waits for one."""

    station: Consultation
    before: Meeting | None
    after: Meeting | None

    @property
    def is_changed(self) -> bool:
        """Whether it goes to another session."""
        return (self.before and self.before.pk) != (self.after and self.after.pk)


class Sessions:
    """The sessions that take place, by body and in order: as they are, or as they would be."""

    def __init__(self, meetings: Iterable[Meeting]) -> None:
        self._known = {one.pk: one for one in meetings}
        self._held: dict[int, list[Meeting]] = defaultdict(list)
        for one in sorted(self._known.values(), key=lambda one: one.starts_at):
            if not one.is_cancelled:
                self._held[one.organization_id].append(one)

    def of(self, station: Consultation) -> Meeting | None:
        """The session of a station as it is or would be."""
        if station.meeting_id is None:
            return None
        return self._known.get(station.meeting_id, station.meeting)

    def next(self, body: int, *, after: datetime, closing_from: date | None) -> Meeting | None:
        """The next session of a body after a moment that, if asked, still takes papers."""
        held = self._held[body]
        start = bisect_right(held, after, key=lambda one: one.starts_at)
        return next(
            (one for one in held[start:] if not closing_from or one.closes_on >= closing_from),
            None,
        )


def follow(
    stations: Sequence[Consultation],
    sessions: Sessions,
    *,
    at: datetime,
    dealt: datetime | None,
    closing_from: date | None,
) -> list[Follow]:
    """Where the open stations of one case go, in their order and never backwards.

    A station stays where it is as long as its session takes place and comes after all before it;
    else it goes to the next session of the same body. `dealt` is the last session that has dealt
    with the case; `closing_from` asks for sessions that still take papers on that day.
    """
    found, earliest = [], dealt
    for station in stations:
        before = after = sessions.of(station)
        if before is not None and _must_go(before, earliest):
            start = max(filter(None, (earliest, at, _given_up(before))))
            after = sessions.next(station.organization_id, after=start, closing_from=closing_from)
        found.append(Follow(station, before, after))
        if after is not None:
            earliest = after.starts_at
    return found


def _must_go(meeting: Meeting, earliest: datetime | None) -> bool:
    return meeting.is_cancelled or (earliest is not None and meeting.starts_at < earliest)


def _given_up(meeting: Meeting) -> datetime | None:
    return meeting.starts_at if meeting.is_cancelled else None
