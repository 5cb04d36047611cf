"""School holidays of a Land, as the conference of ministers publishes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from holidays.countries.germany import Germany


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """One stretch of school holidays, both days included, cut at the turn of the year."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def school_holidays(state: str, year: int) -> tuple[SchoolHolidays, ...]:
    """The stretches of a year in order; empty where none are published yet."""
    days = Germany(subdiv=state, years=year, categories=("school",), language="de")
    stretches: list[SchoolHolidays] = []
    for day, name in sorted(days.items()):
        last = stretches[-1] if stretches else None
        if last and last.name == name and day - last.last == timedelta(days=1):
            stretches[-1] = SchoolHolidays(name, last.first, day)
        else:
            stretches.append(SchoolHolidays(name, day, day))
    return tuple(stretches)
