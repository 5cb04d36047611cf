"""Short ways to act on the council's calendar in tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from coordination.council.actions.calendar import change
from coordination.council.models import Consultation, Meeting
from coordination.decisions.actions.sessions import change_session
from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions.acting.acts import Outcome

OFFICE = "council_office-council_secretary"
REASON = "Der Saal steht nicht zur Verfügung."


def keep(town: Town, name: str, /, *, by: str = OFFICE, text: str = REASON, **data: Any) -> Outcome:
    """An act of the council office on rules, bodies and seats."""
    return change(name, by=town.person(by).pk, at=town.now, text=text, **data)


def reschedule(
    town: Town, name: str, /, *, by: str = OFFICE, text: str = REASON, **data: Any
) -> Outcome:
    """An act of the council office on a session, followed by the chains."""
    return change_session(name, by=town.person(by).pk, at=town.now, text=text, **data)


def chain(measure: Measure) -> list[tuple[str, Meeting | None]]:
    """Bodies and sessions of the stations in their order."""
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position", "attempt")
    return [(row.organization.key, row.meeting) for row in rows.select_related("meeting")]


def following(meeting: Meeting, number: int = 1) -> Meeting:
    """The n-th later session of the same body."""
    later = Meeting.objects.filter(
        organization=meeting.organization_id, starts_at__gt=meeting.starts_at, is_cancelled=False
    )
    return later.order_by("starts_at")[number - 1]


def shortly_after(meeting: Meeting, **more: int) -> str:
    """A local moment some time after a session, as a form gives it."""
    return (meeting.starts_at + timedelta(**more)).isoformat()
