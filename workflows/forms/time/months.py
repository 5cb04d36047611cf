"""A month as a sheet of weeks, with what is due and why nobody works on a day."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from ...calendars import WorkingCalendar

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_WEEKDAYS = 5


class Due(Protocol):
    """Whatever falls due on a day."""

    @property
    def due_on(self) -> date:
        """The day."""


class Entry(Protocol):
    """A line about something that falls due."""

    @property
    def row(self) -> Due:
        """What falls due."""


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Day(Generic[E]):
    """One day of the sheet; `closed` says why nobody works on it, empty at weekends."""

    day: date
    is_inside: bool
    is_today: bool
    closed: str
    entries: Sequence[E] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, its neighbours as an address names them, and its weeks from Monday on."""

    first: date
    last: date

    @classmethod
    def of(cls, text: str, *, today: date) -> Month:
        """The month that an address names (2026-11); this month if it names none."""
        found = _MONTH.fullmatch(text)
        first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        return cls(first, following - timedelta(days=1))

    @property
    def previous(self) -> str:
        """The month before."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def next(self) -> str:
        """The month after."""
        return f"{self.last + timedelta(days=1):%Y-%m}"

    def weeks(
        self, entries: Iterable[E], calendar: WorkingCalendar, *, today: date
    ) -> list[list[Day[E]]]:
        """The weeks with the entries on their due days."""
        by_day: Mapping[date, list[E]] = defaultdict(list)
        for entry in entries:
            by_day[entry.row.due_on].append(entry)
        weeks = Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[self._day(day, by_day, calendar, today) for day in week] for week in weeks]

    def _day(
        self, day: date, by_day: Mapping[date, list[E]], calendar: WorkingCalendar, today: date
    ) -> Day[E]:
        inside = day.month == self.first.month
        is_named = inside and (day.weekday() < _WEEKDAYS or calendar.is_public_holiday(day))
        reason = calendar.why_not_working(day) if is_named else None
        return Day(day, inside, day == today, str(reason or ""), by_day[day] if inside else [])
