"""Where a desk is vacant its superior gets the work and may do it: nothing waits for nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.measures.models import Measure
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.models import DeskHolder, Event, Task
from workflows.refusals import NotAllowed

pytestmark = pytest.mark.django_db

DEPUTY_MAYOR = "division_4-deputy_mayor"


def vacate(town: Town, *desks: str) -> None:
    keys = [town.desks[desk] for desk in desks]
    yesterday = town.now.date() - timedelta(days=1)
    DeskHolder.objects.filter(desk__in=keys).update(valid_until=yesterday)


def desks_of(measure: Measure, step: str) -> list[str]:
    tasks = Task.objects.filter(case=measure.case_id, step__key=step, status="open")
    return sorted(tasks.values_list("desk__key", flat=True))


@pytest.mark.parametrize(
    ("step", "act", "after"),
    [
        ("agreement", "agree", "draft"),
        ("agreement", "submit", "check"),
        ("resign", "resign", "release"),
    ],
)
def test_the_deputy_mayor_does_the_work_of_a_vacant_head(
    town: Town, stage: Stage, step: str, act: str, after: str
) -> None:
    measure = stage.asked() if step == "resign" else stage.draft()
    vacate(town, "social-head")
    _open(town, measure, step)
    task = Task.objects.get(case=measure.case_id, step__key=step, desk__key=DEPUTY_MAYOR)
    town.do(measure, act, DEPUTY_MAYOR, task=task.pk if act != "submit" else None)
    assert town.state(measure) == after
    event = Event.objects.filter(case=measure.case_id, action=act).latest("seq")
    assert (event.desk_id, event.on_behalf_of) == (town.desks[DEPUTY_MAYOR], None)


def test_an_office_without_anybody_is_served_by_its_deputy_mayor(town: Town, stage: Stage) -> None:
    measure = stage.revision()
    vacate(town, "social-head", "social-clerk")
    town.do(measure, "edit", DEPUTY_MAYOR, facts="Neu.")
    town.do(measure, "submit", DEPUTY_MAYOR, change="editorial")
    assert town.state(measure) == "check"


def _open(town: Town, measure: Measure, step: str) -> None:
    if step == "agreement":
        town.do(measure, "ask_agreement", "social-clerk")
    else:
        town.do(measure, "vote", "finance-head", choice="conditional", conditions=["Kurz."])
        town.do(measure, "answer_condition", "social-clerk", accept=True, material=False)
        town.do(measure, "vote", "school-head", choice="approved")
    assert desks_of(measure, step) == [DEPUTY_MAYOR]


def test_a_vacant_head_stops_no_implementation(town: Town, stage: Stage) -> None:
    measure = stage.deliberation()
    vacate(town, "social-head")
    town.decide(measure)
    assert desks_of(measure, "start_implementation") == [DEPUTY_MAYOR]
    town.do(measure, "confirm_funds", "finance-head")
    clerk = town.person("social-clerk").pk
    town.do(measure, "start_implementation", DEPUTY_MAYOR, responsible=clerk)
    for stone in measure.milestones.all():
        town.do(measure, "drop_milestone", DEPUTY_MAYOR, milestone=stone.pk, text=REASON)
    stage._report(measure, is_final=True)
    town.do(measure, "release_report", DEPUTY_MAYOR)
    town.do(measure, "propose_completion", DEPUTY_MAYOR)
    town.do(measure, "confirm_completion", "division_3-integration_deputy")
    assert town.state(measure) == "completed"


def test_a_vacant_clerk_leaves_milestones_and_reports_to_the_head(town: Town, stage: Stage) -> None:
    measure = stage.resolved()
    town.do(measure, "adapt_plan", "social-clerk", text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    with pytest.raises(NotAllowed):
        town.do(measure, "complete_milestone", "social-head", text=REASON)
    vacate(town, "social-clerk")
    responsible = town.person("social-head").pk
    town.do(measure, "start_implementation", "social-head", responsible=responsible)
    task = Task.objects.filter(case=measure.case_id, step__key="milestone").first()
    assert task is not None
    town.do(measure, "complete_milestone", "social-head", task=task.pk, text=REASON)


def test_an_office_without_clerks_is_served_by_its_head(town: Town, stage: Stage) -> None:
    stage.lead, stage.author = "equality", "equality-head"
    measure = stage.draft()
    assert desks_of(measure, "draft") == ["equality-head"]


def test_vacant_deputy_mayors_leave_the_release_to_the_mayor(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    # In this town one person holds both desks of division 3.
    vacate(town, "division_3-integration_deputy", "division_3-deputy_mayor", DEPUTY_MAYOR)
    town.vote_all(measure)
    assert desks_of(measure, "release") == ["mayor-mayor"]
    town.do(measure, "release", "mayor-mayor")
    assert town.state(measure) == "final_signature"


def test_a_vacant_council_office_is_served_by_its_head(town: Town, stage: Stage) -> None:
    measure = stage.deliberation()
    vacate(town, "council_office-council_secretary")
    town.do(measure, "withdraw", "mayor-mayor", text=REASON)
    other = stage.final_signature(title="Etwas anderes")
    town.do(other, "sign", "mayor-mayor")
    assert desks_of(other, "record_result") == ["council_office-head"]
    station = other.case.consultations.order_by("position")[0]
    town.now = station.meeting.starts_at + timedelta(hours=2)
    town.do(other, "record_result", "council_office-head", result="accepted")


def test_a_held_desk_is_not_open_to_its_superior(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    vacate(town, "health-head")
    with pytest.raises(NotAllowed):
        town.do(measure, "declare_dissent", DEPUTY_MAYOR, text=REASON)
    vacate(town, "social-head")
    town.do(measure, "declare_dissent", DEPUTY_MAYOR, text=REASON)


def test_work_passed_to_a_new_lead_is_there(town: Town, stage: Stage) -> None:
    measure = stage.draft_asked()
    town.do(measure, "edit", "social-clerk", lead=town.units["youth"])
    assert town.open_tasks(measure) == [("draft", "youth-clerk")]
    town.do(measure, "submit", "youth-head")
    assert town.state(measure) == "check"
