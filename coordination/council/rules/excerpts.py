"""When the excerpt of the minutes should have come back from the council system (§ 52)."""

from __future__ import annotations

from datetime import date

from workflows.calendars import WorkingCalendar, local_date

from ..models import Consultation
from ..queries import rules_on
from ..vocabulary import RuleSubject as Rule


def excerpt_due_on(station: Consultation, calendar: WorkingCalendar) -> date | None:
    """The day by the rule of the session's day; None without a session or without such a rule."""
    if station.meeting is None or station.meeting.is_cancelled:
        return None
    held_on = local_date(station.meeting.starts_at)
    period = rules_on(held_on).period(Rule.EXCERPT_PERIOD, station.organization)
    return calendar.forward(held_on, period).due_on if period else None
