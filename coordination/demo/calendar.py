"""A session in the coming week, so that the calendar of the demo always has something near."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from workflows.calendars import BERLIN, WorkingCalendar, local_date

from ..council.actions.calendar import change
from ..council.models import Meeting, Organization
from ..council.queries.sessions import sessions_between

BODY, BEGINS, PLACE = "integration_council", time(16, 0), "Rathaus, Saal 2"
WEEKS = 4
"""So far ahead it may lie where the coming weeks are school holidays."""


def near_session(*, at: datetime) -> Meeting | None:
    """The first session of the integration council from next Monday on, within the four weeks."""
    monday = _monday(at)
    last = monday + timedelta(weeks=WEEKS, days=-1)
    body = Organization.objects.filter(key=BODY).values_list("pk", flat=True)
    return sessions_between(monday, last, bodies=body).filter(is_cancelled=False).first()


def meet_soon(calendar: WorkingCalendar, *, ends: datetime, at: datetime) -> Meeting | None:
    """The session of the integration council in the week after the demo `ends`, planned at `at`.

    Where it has none of its own there, an extra one on the Wednesday, else the next working day;
    after school holidays if they are over within four weeks. Nothing is moved for it.
    """
    body = Organization.objects.filter(key=BODY).first()
    if body is None:
        return None
    day = _day(calendar, _monday(ends))
    monday = day - timedelta(days=day.weekday())
    if not sessions_between(monday, monday + timedelta(days=4), bodies=[body.pk]).exists():
        begins = datetime.combine(day, BEGINS, tzinfo=BERLIN)
        session = {"body": body.pk, "starts_at": begins.isoformat(), "location": PLACE}
        change("plan_sessions", by=None, at=at, sessions=[session])
    return near_session(at=ends)


def _monday(at: datetime) -> date:
    return local_date(at) + timedelta(days=7 - local_date(at).weekday())


def _day(calendar: WorkingCalendar, monday: date) -> date:
    wednesdays = (
        calendar.add_working_days(monday + timedelta(weeks=week, days=1), 1)
        for week in range(WEEKS)
    )
    days = list(wednesdays)
    return next((day for day in days if not calendar.is_school_holiday(day)), days[0])
