"""The calendar of one town: public holidays of its Land and its own days off."""

from __future__ import annotations

import calendar
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from holidays.countries.germany import Germany

from .periods import Period, PeriodError, PeriodUnit, Text
from .reckoning import Reckoning, Step, StepKind
from .school import SchoolHolidays, school_holidays
from .years import Year

SUMMER = "Sommerferien"
_ONE_DAY = timedelta(days=1)
_DAYS = {PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7}
_MONTHS = {PeriodUnit.MONTHS: 1, PeriodUnit.YEARS: 12}


class WorkingCalendar:
    """Counts periods as German law does; immutable, so one object may serve many threads.

    `state` is the Land's code ("NW"); `days_off` are the town's own days without service (24.12.,
    Rosenmontag), which are no working days but no public holidays either: they do not count in a
    period of working days, and they do not move the end of a calendar period (BGB § 193).
    `holidays` are public holidays of this municipality alone: they do move it.
    Raises PeriodError for an unknown Land.
    """

    def __init__(
        self,
        state: str,
        days_off: Mapping[date, str] | Iterable[tuple[date, str]] = (),
        holidays: Mapping[date, str] | Iterable[tuple[date, str]] = (),
    ) -> None:
        if state not in Germany.subdivisions:
            raise PeriodError(_("This is not the code of a German Land."))
        self.state = state
        self._days_off = dict(days_off)
        self._holidays = dict(holidays)
        self._years: dict[int, Year] = {}
        self._school: dict[int, tuple[SchoolHolidays, ...]] = {}

    # Days

    def is_working_day(self, day: date) -> bool:
        """Whether the town's offices work on `day`."""
        return self._year(day.year).not_working(day) is None

    def why_not_working(self, day: date) -> Text | None:
        """The name of the holiday or day off, or of the weekend; None on a working day."""
        return self._year(day.year).not_working(day)

    def is_public_holiday(self, day: date) -> bool:
        """Whether `day` is a holiday of the Land or the town, on whatever day of the week."""
        year = self._year(day.year)
        return day in year.public or day in year.local

    def public_holidays(self, year: int) -> dict[date, str]:
        """The holidays of the Land in a year, in order; PeriodError for a year it does not know."""
        return dict(sorted(self._year(year).public.items()))

    def add_working_days(self, day: date, amount: int) -> date:
        """The `amount`-th working day after `day`, before it if negative, `day` itself if 0.

        `day` is not counted (BGB § 187 Abs. 1) and need not be a working day.
        """
        if amount == 0:
            return day
        year, ordinals = day.year, self._year(day.year).working
        if amount > 0:
            index = bisect_right(ordinals, day.toordinal()) + amount - 1
            while index >= len(ordinals):
                index -= len(ordinals)
                year, ordinals = year + 1, self._year(year + 1).working
        else:
            index = bisect_left(ordinals, day.toordinal()) + amount
            while index < 0:
                year, ordinals = year - 1, self._year(year - 1).working
                index += len(ordinals)
        return date.fromordinal(ordinals[index])

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`.

        Negative where `end` is before `start`: then the working days after `end` up to `start`.
        `add_working_days(start, n)` is `end` again where `end` is a working day after `start`.
        """
        if end < start:
            return -self.working_days_between(end, start)
        total = sum(len(self._year(year).working) for year in range(start.year, end.year))
        before = bisect_right(self._year(start.year).working, start.toordinal())
        return total - before + bisect_right(self._year(end.year).working, end.toordinal())

    # Periods

    def forward(self, event: date, period: Period) -> Reckoning:
        """The last day of a period that begins with an event on the day `event`.

        The day of the event does not count (BGB § 187 Abs. 1). Weeks end on the same weekday,
        months and years on the same number, else on the month's last day (§ 188 Abs. 2 and 3).
        A period of calendar time that ends on a Saturday, Sunday or public holiday runs to the
        next day that is none (§ 193); one of working days ends on a working day by nature.
        """
        steps = [Step(StepKind.EVENT, event)]
        if period.unit is PeriodUnit.WORKING_DAYS:
            end = self.add_working_days(event, period.amount)
            steps += self._not_counted(event + _ONE_DAY, end)
            steps.append(Step(StepKind.REACHED, end, period=period))
        else:
            end, missing = self._shifted(event, period, sign=1)
            steps.append(Step(StepKind.REACHED, end, period=period))
            steps += [Step(StepKind.NO_SUCH_DAY, end)] if missing else []
            end = self._later(end, steps)
        return Reckoning(end, (*steps, Step(StepKind.ENDS, end)))

    def backward(self, event: date, period: Period, *, clear: bool = False) -> Reckoning:
        """The last day on which something may happen that must precede an event by a period.

        Counted back from `event`, which does not count itself. Where the day found is no working
        day it moves earlier, never later: BGB § 193 would shorten the time it is to protect.
        `clear` asks for full days between (a Ladungsfrist of "mindestens 7 volle Tage").
        """
        steps = [Step(StepKind.EVENT, event)]
        if period.unit is PeriodUnit.WORKING_DAYS:
            end = self.add_working_days(event, -period.amount)
            steps += reversed(self._not_counted(end, event - _ONE_DAY))
            steps.append(Step(StepKind.REACHED_BACK, end, period=period))
        else:
            end, missing = self._shifted(event, period, sign=-1)
            steps.append(Step(StepKind.REACHED_BACK, end, period=period))
            steps += [Step(StepKind.NO_SUCH_DAY, end)] if missing else []
        if clear:
            end -= _ONE_DAY
            steps.append(Step(StepKind.CLEAR, end))
        end = self._earlier(end, steps)
        return Reckoning(end, (*steps, Step(StepKind.ENDS, end)))

    # School

    def school_holidays(self, year: int) -> tuple[SchoolHolidays, ...]:
        """The school holidays of a year in order, cut at 1.1. and 31.12.; empty if unpublished."""
        if year not in self._school:
            self._school[year] = school_holidays(self.state, year)
        return self._school[year]

    def after_summer(self, day: date) -> tuple[SchoolHolidays, date] | None:
        """The summer holidays that end on `day` or next, and the first working day after them;
        None where none are published yet.
        """
        for year in (day.year, day.year + 1):
            for stretch in self.school_holidays(year):
                if stretch.name == SUMMER and stretch.last >= day:
                    return stretch, self.add_working_days(stretch.last, 1)
        return None

    def is_school_holiday(self, day: date) -> bool:
        """Whether `day` lies in published school holidays."""
        return any(day in stretch for stretch in self.school_holidays(day.year))

    # Inside

    def _year(self, year: int) -> Year:
        found = self._years.get(year)
        if found is None:
            found = Year.of(
                year, state=self.state, days_off=self._days_off, holidays=self._holidays
            )
            self._years[year] = found
        return found

    def _not_counted(self, first: date, last: date) -> list[Step]:
        return [
            Step(StepKind.NOT_COUNTED, day, name=self.why_not_working(day) or "")
            for year in range(first.year, last.year + 1)
            for day in self._year(year).closed_between(first, last)
        ]

    def _later(self, end: date, steps: list[Step]) -> date:
        while name := self._year(end.year).not_a_workday_in_law(end):
            following = end + timedelta(days=2 if end.weekday() == calendar.SATURDAY else 1)
            steps.append(Step(StepKind.MOVED, end, name=name, next=following))
            end = following
        if day_off := self.why_not_working(end):
            steps.append(Step(StepKind.STAYS, end, name=day_off))
        return end

    def _earlier(self, end: date, steps: list[Step]) -> date:
        while name := self.why_not_working(end):
            preceding = end - timedelta(days=2 if end.weekday() == calendar.SUNDAY else 1)
            steps.append(Step(StepKind.MOVED, end, name=name, next=preceding))
            end = preceding
        return end

    def _shifted(self, day: date, period: Period, *, sign: int) -> tuple[date, bool]:
        """`day` moved by calendar time, and whether its number was missing in the month reached."""
        self._year(day.year)
        amount = sign * period.amount
        if period.unit is PeriodUnit.WEEKDAY:
            distance = sign * (period.amount - day.isoweekday()) % 7 or 7
            return day + timedelta(days=sign * distance), False
        if period.unit in (PeriodUnit.DAYS, PeriodUnit.WEEKS):
            return day + timedelta(days=amount * _DAYS[period.unit]), False
        year, month = divmod(day.year * 12 + day.month - 1 + amount * _MONTHS[period.unit], 12)
        self._year(year)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)), day.day > last
