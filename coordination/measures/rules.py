"""How far the lead may change by itself what was decided (domain 2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.calendars import Period, WorkingCalendar

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that the rules of a day set; where they say nothing, nothing may be exceeded."""

    share: Decimal
    time: Period | None
    calendar: WorkingCalendar

    def dearest(self, decided: Decimal | None) -> Decimal:
        """The highest cost without a supplement."""
        return (decided or Decimal()) * (_WHOLE + self.share) / _WHOLE

    def latest(self, decided: date) -> date:
        """The latest end without a supplement."""
        return self.calendar.forward(decided, self.time).due_on if self.time else decided

    def exceeded(
        self, *, cost: tuple[Decimal | None, Decimal | None], end: tuple[date | None, date | None]
    ) -> Iterator[str]:
        """Which of `cost` and `ends_on` go beyond them; each what was decided, then what is wanted.

        An end where none was decided binds nobody less than before.
        """
        if (cost[1] or Decimal()) > self.dearest(cost[0]):
            yield "cost"
        if end[0] is not None and (end[1] is None or end[1] > self.latest(end[0])):
            yield "ends_on"
