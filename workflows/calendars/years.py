"""One year of a town: which days are worked on, which are not and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import SATURDAY, SUNDAY
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from holidays.countries.germany import Germany

from .periods import PeriodError, Text

# The years of which the library knows German public holidays; outside them it knows none at all.
FIRST_YEAR, LAST_YEAR = 1991, 2100

_WEEKEND: Mapping[int, Text] = {SATURDAY: _("a Saturday"), SUNDAY: _("a Sunday")}


@dataclass(frozen=True, slots=True)
class Year:
    """A year's days, computed once. `working` and `closed` ascend; both hold day ordinals."""

    # The holidays of the Land, and those of the municipality alone.
    public: Mapping[date, str]
    local: Mapping[date, str]
    days_off: Mapping[date, str]
    working: tuple[int, ...]
    closed: tuple[int, ...]

    @classmethod
    def of(
        cls, year: int, *, state: str, days_off: Mapping[date, str], holidays: Mapping[date, str]
    ) -> Year:
        """The year of a Land with the town's own holidays and days off.

        Raises PeriodError for a year outside FIRST_YEAR..LAST_YEAR.
        """
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise PeriodError(_("The calendar knows the years 1991 to 2100 only."))
        public = dict(Germany(subdiv=state, years=year, language="de").items())
        own = {day: name for day, name in days_off.items() if day.year == year}
        local = {day: name for day, name in holidays.items() if day.year == year}
        weekdays = [day for day in _days(year) if day.weekday() not in _WEEKEND]
        shut = {day for day in weekdays if day in public or day in local or day in own}
        return cls(
            public=public,
            local=local,
            days_off=own,
            working=tuple(day.toordinal() for day in weekdays if day not in shut),
            closed=tuple(day.toordinal() for day in sorted(shut)),
        )

    def not_working(self, day: date) -> Text | None:
        """Why nobody works on `day`: the holiday's name, else the weekend, else the day off."""
        return self.not_a_workday_in_law(day) or self.days_off.get(day)

    def not_a_workday_in_law(self, day: date) -> Text | None:
        """Why BGB § 193 moves a period that ends on `day`; a town's own day off does not.

        A holiday that the law of the Land gives to one municipality alone (Augsburg's 8 August)
        is a recognised one at the place where the declaration is to be made.
        """
        return self.public.get(day) or self.local.get(day) or _WEEKEND.get(day.weekday())

    def closed_between(self, first: date, last: date) -> Iterator[date]:
        """The weekdays from `first` to `last`, both included, on which nobody works."""
        low = bisect_left(self.closed, first.toordinal())
        high = bisect_right(self.closed, last.toordinal())
        return map(date.fromordinal, self.closed[low:high])


def easter_sunday(year: int) -> date:
    """The day that Rosenmontag and its like are counted from; 1991 to 2100."""
    named = Germany(years=year, language="de").items()
    return next(day for day, name in named if name == "Ostermontag") - timedelta(days=1)


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
