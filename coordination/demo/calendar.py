"""A session in the coming week, so that the calendar of the demo always has something near."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from workflows.calendars import BERLIN, WorkingCalendar, local_date

from ..council.actions.calendar import change
from ..council.models import Meeting, Organization
from ..council.queries.sessions import sessions_between

BODY, BEGINS, PLACE = "integration_council", time(16, 0), "Rathaus, Saal 2"


def meet_next_week(calendar: WorkingCalendar, *, at: datetime) -> None:
    """Enter an extra session of the integration council where the coming week has none of all.

    On its Wednesday, else the next working day. Nothing is moved for it.
    """
    monday = local_date(at) + timedelta(days=7 - local_date(at).weekday())
    if sessions_between(monday, monday + timedelta(days=4)).filter(is_cancelled=False).exists():
        return
    body = Organization.objects.filter(key=BODY).first()
    if body is None:
        return
    day = calendar.add_working_days(monday + timedelta(days=1), 1)
    begins = datetime.combine(day, BEGINS, tzinfo=BERLIN)
    if not Meeting.objects.filter(organization=body, starts_at=begins).exists():
        session = {"body": body.pk, "starts_at": begins.isoformat(), "location": PLACE}
        change("plan_sessions", by=None, at=at, sessions=[session])
