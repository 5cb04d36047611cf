"""What the rules of a city file mean for given years: days off and sessions."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.calendars import BERLIN, WorkingCalendar, easter_sunday

from . import schema

# How far a session may leave its window where holidays fill it, towards and away from the council.
_LATER, _EARLIER = 14, 28
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """A session of a body; papers must be signed by the end of the day `closes_on`."""

    starts_at: datetime
    body: str
    closes_on: date


def days_off_of(city: schema.City, years: Iterable[int]) -> dict[date, str]:
    """The town's own days off in these years; 29.2. is left out of years without it."""
    return {day: rule.name for day, rule in _own_days(city, years)}


def holidays_of(city: schema.City, years: Iterable[int]) -> set[date]:
    """Those of them that are public holidays of the municipality."""
    return {day for day, rule in _own_days(city, years) if rule.is_public_holiday}


def _own_days(city: schema.City, years: Iterable[int]) -> Iterator[tuple[date, schema.DayOffRule]]:
    for year in years:
        for rule in city.days_off:
            if rule.easter is not None:
                yield easter_sunday(year) + timedelta(days=rule.easter), rule
            elif (rule.month, rule.day) != (2, 29) or isleap(year):
                yield date(year, rule.month, rule.day), rule


def sessions_of(
    city: schema.City, calendar: WorkingCalendar, *, first: date, last: date
) -> list[Session]:
    """All sessions from `first` to `last` in order, never in school holidays or on a day off.

    The council's dates shift by whole weeks; the other bodies choose their weekday in their window
    before each council date, else another working day of it, else the nearest one outside: days
    nearer to the council first, so that a paper still reaches it.
    Where a year's school holidays are not yet published, only public holidays are kept free.
    """
    found: list[Session] = []
    fixed: dict[str, list[date]] = {}
    for body in city.bodies:
        if isinstance(body.sessions, schema.FixedSessions):
            days = sorted(_fixed(body.sessions, calendar, range(first.year, last.year + 2)))
            fixed[body.key] = days
            found += (_session(city, calendar, body, body.sessions, day) for day in days)
    for body in city.bodies:
        if isinstance(body.sessions, schema.DependentSessions):
            days = _dependent(body.sessions, calendar, fixed[body.sessions.before])
            found += (_session(city, calendar, body, body.sessions, day) for day in days)
    return sorted(one for one in found if first <= one.starts_at.date() <= last)


def _fixed(
    sessions: schema.FixedSessions, calendar: WorkingCalendar, years: Iterable[int]
) -> Iterator[date]:
    for year in years:
        for rule in sessions.dates:
            day = _nth(year, rule.month, rule.week, sessions.weekday)
            step = _WEEK if rule.shift is schema.Shift.LATER else -_WEEK
            while not _is_free(day, calendar):
                day += step
            yield day


def _dependent(
    sessions: schema.DependentSessions, calendar: WorkingCalendar, council: Iterable[date]
) -> list[date]:
    found: list[date] = []
    for council_day in council:
        days = (day for day in _candidates(sessions, council_day) if _is_free(day, calendar))
        day = next(days, None)
        if day and day not in found:
            found.append(day)
    return found


def _candidates(sessions: schema.DependentSessions, council: date) -> Iterator[date]:
    """The days to try, best first."""
    opens = council - timedelta(days=sessions.from_days)
    closes = council - timedelta(days=sessions.to_days)
    window = [opens + timedelta(days=n) for n in range((closes - opens).days + 1)]
    yield from (day for day in window if day.weekday() == sessions.weekday.number)
    yield from window
    later = (closes + timedelta(days=n) for n in range(1, _LATER + 1))
    yield from (day for day in later if day < council)
    yield from (opens - timedelta(days=n) for n in range(1, _EARLIER + 1))


def _is_free(day: date, calendar: WorkingCalendar) -> bool:
    return calendar.is_working_day(day) and not calendar.is_school_holiday(day)


def _nth(year: int, month: int, week: int, weekday: schema.Weekday) -> date:
    if week < 0:
        first_after = date(year + month // 12, month % 12 + 1, 1)
        back = (first_after.weekday() - 1 - weekday.number) % 7 + 1
        return first_after - timedelta(days=back)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday.number - first.weekday()) % 7 + 7 * (week - 1))


def _session(
    city: schema.City,
    calendar: WorkingCalendar,
    body: schema.Body,
    sessions: schema.FixedSessions | schema.DependentSessions,
    day: date,
) -> Session:
    starts_at = datetime.combine(day, sessions.time, tzinfo=BERLIN)
    return Session(starts_at, body.key, calendar.backward(day, city.editorial_deadline).due_on)
