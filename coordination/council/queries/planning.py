"""What a plan is made of: bodies, sessions to come, and what the rules say."""

from __future__ import annotations

from datetime import date, timedelta

from workflows.calendars import WorkingCalendar, end_of_day, local_date

from ...city.enums import OrganizationType
from ..enums import ConsultationRole
from ..models import Meeting, Organization
from ..planning import Body, Lead, PlannedSession, Planner
from ..planning.sessions import SessionCalendar
from ..vocabulary import First
from ..vocabulary import RuleSubject as Rule
from .rulebook import Rules


def known_bodies() -> dict[str, Body]:
    """The bodies of the city under their keys; one statement."""
    return {row.key: body_of(row) for row in Organization.objects.all()}


def body_of(row: Organization) -> Body:
    """A body as plans see it."""
    return Body(row.key, row.name, row.type, row.pk)


def sessions_from(day: date) -> SessionCalendar:
    """All sessions of the city after a day that take place; one statement."""
    rows = Meeting.objects.filter(
        starts_at__gte=end_of_day(day - timedelta(days=1)), is_cancelled=False
    ).select_related("organization")
    return SessionCalendar(map(planned_session, rows))


def planned_session(meeting: Meeting) -> PlannedSession:
    """A session with its body, as plans see it."""
    return PlannedSession(
        body_of(meeting.organization),
        local_date(meeting.starts_at),
        meeting.closes_on,
        key=meeting.pk,
    )


def lead_of(rules: Rules) -> Lead:
    """How long the steps take; the periods before a session are those of the rules."""
    usual = Lead()
    return Lead(
        submission=rules.period(Rule.SUBMISSION_PERIOD) or usual.submission,
        invitation=rules.period(Rule.INVITATION_PERIOD) or usual.invitation,
    )


def regular_planner(
    calendar: WorkingCalendar, sessions: SessionCalendar, decides: Body, rules: Rules
) -> Planner:
    """The way of any matter to a body: the integration council first where a rule says so.

    An integration council that has no session in the whole calendar is left out.
    """
    is_first = rules.word(Rule.INTEGRATION_FIRST) in (First.HARD, First.SOFT)
    integration = sessions.of_type(OrganizationType.INTEGRATION_COUNCIL) if is_first else []
    return Planner(
        calendar=calendar,
        sessions=sessions,
        decides=decides,
        before=[(b, ConsultationRole.PRELIMINARY) for b in integration[:1] if b != decides],
        lead=lead_of(rules),
        pause=rules.says(Rule.SCHOOL_HOLIDAY_PAUSE),
    )
