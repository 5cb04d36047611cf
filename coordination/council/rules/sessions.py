"""The days before a session that its rules name (GO NRW §§ 47, 48)."""

from __future__ import annotations

from datetime import date

from workflows.calendars import WorkingCalendar

from ..models import Organization
from ..queries.rulebook import rules_on
from ..vocabulary import RuleSubject as Rule


def dispatch_day(
    calendar: WorkingCalendar, body: Organization, held_on: date, *, is_urgent: bool = False
) -> date:
    """The last day on which the invitation to a session of that day leaves in time.

    Full days lie between (Ladungsfrist, GO NRW § 47 Abs. 2), fewer in urgent cases. Without a rule
    it is the day itself.
    """
    rules = rules_on(held_on)
    shorter = rules.period(Rule.URGENT_INVITATION_PERIOD, body) if is_urgent else None
    period = shorter or rules.period(Rule.INVITATION_PERIOD, body)
    return calendar.backward(held_on, period, clear=True).due_on if period else held_on


def closing_day(calendar: WorkingCalendar, body: Organization, held_on: date) -> date:
    """The last day on which a paper for a session of that day may be signed (Redaktionsschluss).

    Without a rule of its own it is the day of the invitation.
    """
    period = rules_on(held_on).period(Rule.SUBMISSION_PERIOD, body)
    if period is None:
        return dispatch_day(calendar, body, held_on)
    return calendar.backward(held_on, period).due_on
