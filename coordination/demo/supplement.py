"""A measure that costs more than was decided: its supplementary paper lies with the offices."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from workflows.calendars import local_date

from ..measures.actions.supplements import propose_supplement
from .journey import Journey, Steps
from .offices import check

_DEARER = Decimal("1.2")
_UNTIL = 180
"""Working days from its draft on until what the supplement adds is reached."""
_LATER = timedelta(days=60)


def is_due(journey: Journey) -> bool:
    """Whether the day of the story has come, and nothing was written yet."""
    wanted, stage = journey.story.supplement, journey.stage
    if not wanted or journey.notes.get("supplement"):
        return False
    return stage.today >= stage.calendar.add_working_days(local_date(stage.ends), -wanted)


def write(journey: Journey) -> Steps:
    """The lead writes it, the secretariat lets it pass; the offices have not answered yet."""
    stage = journey.stage
    journey.measure.refresh_from_db()
    draft = propose_supplement(journey.measure, by=stage.person(journey.clerk), at=stage.now)
    journey.notes["supplement"] = draft.case_id
    ahead = stage.calendar.add_working_days(stage.today, _UNTIL)
    paper = Journey(stage, journey.story, draft, journey.lead)
    title = journey.word("supplement_milestone")
    paper.do(
        "edit", paper.clerk,
        facts=journey.word("supplement"),
        cost=str((journey.measure.total_cost * _DEARER).quantize(Decimal(1))),
        staff_cost=None, material_cost=None,
        ends_on=str(ahead + _LATER),
        milestones=[{"id": None, "title": title, "due_on": str(ahead)}],
    )  # fmt: skip
    yield stage.after(1)
    paper.do("submit", paper.head)
    yield from check(paper)
