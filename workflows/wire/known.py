"""What was read of the organisation, kept in memory as long as its version stands.

Triggers give the organisation another version in the transaction that changes it. No version ever
comes back, not after a rollback and not in a copy of the database. So what was read in one
statement with a version is right wherever that version is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

VERSION = "(SELECT version::text FROM workflows_organisationversion)"
"""SQL: the version of the organisation that this very statement sees."""

VERSIONS, MOST = 4, 20_000
"""Versions (each of one day) that are remembered, and things kept of each before all of them are
forgotten: a large city knows fewer.
"""

_memory: dict[tuple[str, date], dict[tuple[str, Hashable], Any]] = {}
_lock = Lock()
_NOTHING = object()
# What the last statement has seen: a guess at what the next one will see.
_latest = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the organisation in one version, of one day."""

    version: str
    today: date

    def get(self, what: str, key: Hashable) -> Any:
        """What was kept, or None."""
        return _memory.get((self.version, self.today), {}).get((what, key))

    def keep(self, what: str, key: Hashable, value: object) -> None:
        """Keep what was read in one statement with the version. It must never be changed."""
        global _latest  # noqa: PLW0603 - one guess per process
        if not self.version:
            return
        _latest = self.version
        with _lock:
            kept = _memory.setdefault((self.version, self.today), {})
            if len(kept) >= MOST:
                kept.clear()
            kept[what, key] = value
            while len(_memory) > VERSIONS:
                del _memory[next(iter(_memory))]

    def all_of(
        self, what: str, keys: Sequence[K], read: Callable[[list[K]], tuple[str, dict[K, T]]]
    ) -> dict[K, T]:
        """The values of all keys; `read` is asked once for those that are not kept.

        It returns the version that it has read with, and a value for each of its keys.
        """
        found = {key: self.get(what, key) for key in keys}
        missing = [key for key, value in found.items() if value is None]
        if missing:
            version, values = read(missing)
            known = Known(version, self.today)
            for key, value in values.items():
                known.keep(what, key, value)
            found |= values
        return found


def guessed(today: date) -> Known:
    """What the next statement will probably find known."""
    return Known(_latest, today)
