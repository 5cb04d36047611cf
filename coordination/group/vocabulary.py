"""What the load of an office is reckoned in: whether it can carry one more item. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What lies at an office beside what it can carry; `capacity` None: nobody has said."""

    open: int
    overdue: int
    capacity: int | None
    statutory: int = 0

    @property
    def left(self) -> int | None:
        """What the law leaves of the capacity; never less than nothing."""
        return None if self.capacity is None else max(0, self.capacity - self.statutory)

    @property
    def room(self) -> int | None:
        """How many items it could carry beside those that it has; below zero: it has too many."""
        return None if self.left is None else self.left - self.open

    def is_exceeded_by(self, more: int) -> bool:
        """Whether so many more are too many; without a figure nobody can say so."""
        return self.room is not None and more > self.room
