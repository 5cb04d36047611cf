"""The calendar of a month or a year, with what should be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from workflows.calendars import Period, WorkingCalendar, local_date

from ..models import Meeting, Organization
from ..vocabulary import RuleSubject
from .rulebook import Rulebook, rulebook
from .sessions import gaps_of, sessions_between


@dataclass(frozen=True, slots=True)
class Row:
    """A session with the days that belong to it."""

    meeting: Meeting
    held_on: date
    dispatch_on: date
    stations: int | None
    warnings: Sequence[str]


def rows_of(meetings: Sequence[Meeting], calendar: WorkingCalendar, *, counts: bool) -> list[Row]:
    """The sessions as lines; two statements: the rules and, for `counts`, the size of agendas.

    Who does not see every paper does not learn how many there are.
    """
    book, numbers = rulebook(), _counts(meetings) if counts else {}
    return [
        Row(
            meeting=one,
            held_on=local_date(one.starts_at),
            dispatch_on=leaves_on(one, book, calendar),
            stations=numbers.get(one.pk, 0) if counts else None,
            warnings=warnings_of(one, book, calendar),
        )
        for one in meetings
    ]


def _counts(meetings: Sequence[Meeting]) -> dict[int, int]:
    found = Meeting.objects.filter(pk__in=[one.pk for one in meetings])
    return dict(found.annotate(number=Count("consultations")).values_list("pk", "number"))


def leaves_on(meeting: Meeting, book: Rulebook, calendar: WorkingCalendar) -> date:
    """When the invitation leaves: as recorded, as set, else as the rules of the day say."""
    held_on = local_date(meeting.starts_at)
    if given := meeting.dispatched_on or meeting.dispatch_on:
        return given
    period = book.on(held_on).period(RuleSubject.INVITATION_PERIOD, meeting.organization)
    return calendar.backward(held_on, period, clear=True).due_on if period else held_on


def warnings_of(meeting: Meeting, book: Rulebook, calendar: WorkingCalendar) -> list[str]:
    """Keys of what should be looked at: `holidays`, `closed`, `late`."""
    held_on = local_date(meeting.starts_at)
    rules = book.on(held_on)
    found = []
    if rules.says(RuleSubject.SCHOOL_HOLIDAY_PAUSE, meeting.organization) and (
        calendar.is_school_holiday(held_on)
    ):
        found.append("holidays")
    if not calendar.is_working_day(held_on):
        found.append("closed")
    return [] if meeting.is_cancelled else found


def longest_gaps(bodies: Sequence[Organization], *, on: date) -> dict[int, Period]:
    """The longest time between two sessions, for those bodies for which a rule names one."""
    rules = rulebook().on(on)
    found = {body.pk: rules.period(RuleSubject.CONVENING_GAP, body) for body in bodies}
    return {body: period for body, period in found.items() if period is not None}


def gaps_in(
    year: int, bodies: Sequence[Organization], calendar: WorkingCalendar
) -> list[tuple[Meeting, Meeting]]:
    """Sessions of bodies with a longest gap that lie too far apart, seen from that year.

    The last session before and the first one after the year belong to it (GO NRW § 47 Abs. 1).
    """
    longest = longest_gaps(bodies, on=date(year, 12, 31))
    if not longest:
        return []
    margin = timedelta(days=200)
    found = sessions_between(
        date(year, 1, 1) - margin, date(year, 12, 31) + margin, bodies=longest
    ).filter(Q(is_cancelled=False))
    return [
        (earlier, later)
        for earlier, later in gaps_of(list(found), longest, calendar)
        if year in (local_date(earlier.starts_at).year, local_date(later.starts_at).year)
    ]
