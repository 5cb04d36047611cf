"""The town's own days off, and a proposal for a year after the years before."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from ...calendars import easter_sunday
from ...models import DayOff

# How far from Easter Sunday a day can be that moves with it (Weiberfastnacht … Fronleichnam).
_MOVES = range(-60, 71)


def days_off_in(year: int) -> QuerySet[DayOff]:
    """The days off of a year in their order."""
    return DayOff.objects.filter(day__year=year).order_by("day")


def years_with_days_off() -> list[int]:
    """The years for which days are entered, the latest first."""
    return [day.year for day in DayOff.objects.dates("day", "year", order="DESC")]


def proposal(year: int) -> dict[date, str]:
    """The days off of the latest year before, carried over: what lies near Easter moves with it,
    unless the year before that one had the same date.

    Days that are already entered for the year are left out, as is 29.2. where there is none.
    """
    last = DayOff.objects.filter(day__year__lt=year).order_by("-day").first()
    if last is None:
        return {}
    earlier = {(d.month, d.day) for d in _days(last.day.year - 1)}
    taken = _days(year)
    found = {
        _carried(row.day, year, is_fixed=(row.day.month, row.day.day) in earlier): row.name
        for row in days_off_in(last.day.year)
    }
    return {day: found[day] for day in sorted(filter(None, found)) if day not in taken}


def names_of_holidays() -> set[str]:
    """What the public holidays of this municipality are called, of whatever year."""
    holidays = DayOff.objects.filter(is_public_holiday=True)
    return set(holidays.values_list("name", flat=True))


def _days(year: int) -> set[date]:
    return set(days_off_in(year).values_list("day", flat=True))


def _carried(day: date, year: int, *, is_fixed: bool) -> date | None:
    distance = (day - easter_sunday(day.year)).days
    if distance in _MOVES and not is_fixed:
        return easter_sunday(year) + timedelta(days=distance)
    try:
        return day.replace(year=year)
    except ValueError:
        return None
