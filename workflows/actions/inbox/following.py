"""Resubmissions that were set before the end of a deadline move with it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Q

from ...calendars import WorkingCalendar, local_date
from ...enums import DeadlineStatus
from ...models import Resubmission
from ...queries.people.routes import working_calendar

AT_ONCE = 500
"""So many at one time; the next tick goes on."""


def day_before(due_on: date, days: int, *, calendar: WorkingCalendar) -> date:
    """So many working days before the end of a deadline; 0: the last day itself, or the working
    day before it.
    """
    if days or not calendar.is_working_day(due_on):
        return calendar.add_working_days(due_on, -max(days, 1))
    return due_on


def follow_deadlines(*, at: datetime) -> int:
    """Let the days follow deadlines that were moved, and end what waited for one that is over.

    An earlier day that is over already becomes today. While a deadline stands still nothing
    happens. Whoever was told is told again on the new day. In the transaction of the caller.
    Returns how many have changed.
    """
    today = local_date(at)
    moved = ~Q(deadline__due_on=F("reckoned_from")) & Q(deadline__status=DeadlineStatus.RUNNING)
    rows = Resubmission.objects.select_for_update(of=("self",), skip_locked=True).filter(
        Q(deadline__closed_at__isnull=False) | moved, done_at=None, deadline__isnull=False
    )
    found = list(rows.select_related("deadline").order_by("pk")[:AT_ONCE])
    calendar = working_calendar() if found else None
    for row in found:
        deadline = row.deadline
        assert deadline is not None, "asked for"
        assert calendar is not None, "read for them"
        if deadline.closed_at is not None:
            row.done_at = at
            continue
        day = day_before(deadline.due_on, row.days_before or 0, calendar=calendar)
        row.due_on, row.reckoned_from = max(day, today), deadline.due_on
        row.told_at = None
    Resubmission.objects.bulk_update(found, ["due_on", "reckoned_from", "told_at", "done_at"])
    return len(found)
