"""Lists that stop counting at a cap: their first keys are read at once, rows for one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

CAP = 1000
"""So many hits are counted exactly and can be paged through; beyond them it is “more than”."""
CHUNK = 500
"""So many rows are read at a time where all are wanted."""


@dataclass(frozen=True, slots=True)
class Capped(Generic[Row]):
    """The matches of a filter; a kind of list says how its keys and rows are read."""

    # In the wanted order, CAP + 1 at most.
    keys: Sequence[int]

    @property
    def count(self) -> int:
        """The number of matches, CAP at most."""
        return min(len(self.keys), CAP)

    @property
    def is_capped(self) -> bool:
        """Whether there are more matches than are counted."""
        return len(self.keys) > CAP

    def page(self, first: int, last: int) -> list[Row]:
        """The matches from `first` to before `last` in the wanted order; one statement."""
        return self.rows(self.keys[first:last])

    def everything(self, *links: str) -> Iterator[Row]:
        """All matches in the wanted order, a few hundred at a time, with what they link to."""
        keys = self.all_keys() if self.is_capped else self.keys
        for start in range(0, len(keys), CHUNK):
            yield from self.rows(keys[start : start + CHUNK], *links)

    def all_keys(self) -> Sequence[int]:
        """The keys of all matches in the wanted order, however many they are."""
        raise NotImplementedError

    def rows(self, keys: Sequence[int], *links: str) -> list[Row]:
        """What is shown of these; one statement, and one for each of the links."""
        raise NotImplementedError
