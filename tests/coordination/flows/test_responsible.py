"""Who answers for the work once another office has the lead (M23)."""

from __future__ import annotations

import pytest

from coordination.measures.actions.leavers import ask_for_successors
from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.models import Measure
from tests.coordination.flows.objecting import objects, settle
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.actions import people
from workflows.models import Task
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

MAYOR = "mayor-mayor"


def asked(measure: Measure) -> set[str]:
    """The steps that somebody is asked for or that wait."""
    live = Task.objects.filter(case=measure.case_id, status__in=["open", "waiting"])
    return set(live.values_list("step__key", flat=True))


@pytest.mark.parametrize("situation", ["implementation", "paused"])
def test_m23_new_lead_names_who_is_responsible(town: Town, stage: Stage, situation: str) -> None:
    """Nobody of the office that has lost the lead answers for the work any more."""
    measure = stage.bring(situation)
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    measure.refresh_from_db()
    assert measure.responsible is None
    assert ("name_responsible", "youth-head") in town.open_tasks(measure)
    with pytest.raises(GuardsUnmet):
        town.do(
            measure, "name_responsible", "youth-head", responsible=town.person("social-clerk").pk
        )
    person = town.person("youth-clerk")
    town.do(measure, "name_responsible", "youth-head", responsible=person.pk)
    measure.refresh_from_db()
    assert measure.responsible == person
    assert {step for step, _ in town.open_tasks(measure)} & {"name_responsible"} == set()
    in_hand = Task.objects.filter(case=measure.case_id, step__key="milestone", claimed_by=person)
    assert in_hand.count() == 2


def test_work_that_rests_wakes_at_the_new_lead(town: Town, stage: Stage) -> None:
    measure = stage.paused()
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    town.do(measure, "resume", "youth-head")
    open_ones = Task.objects.filter(case=measure.case_id, status="open", step__key="milestone")
    assert set(open_ones.values_list("desk__key", flat=True)) == {"youth-clerk"}
    assert ("name_responsible", "youth-head") in town.open_tasks(measure)


def test_work_held_up_asks_who_is_responsible_when_it_goes_on(town: Town, stage: Stage) -> None:
    """Frozen work (M16) wants nobody's answer; once it goes on, the new head names somebody."""
    measure = stage.implementation()
    objects(stage, measure, "object_as_unlawful")
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    assert "name_responsible" not in asked(measure)
    for result in ("accepted", "unobjected"):
        settle(stage, measure, result)
    assert town.state(measure) == "implementation"
    assert ("name_responsible", "youth-head") in town.open_tasks(measure)


def test_m30_what_is_done_needs_nobody_new(town: Town, stage: Stage) -> None:
    """Who answered for the work stays named: only the integration centre still has to evaluate."""
    measure = stage.completed()
    measure.refresh_from_db()
    before = measure.responsible
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    measure.refresh_from_db()
    assert (before is not None, measure.responsible) == (True, before)
    assert asked(measure) == {"evaluation"}


@pytest.mark.parametrize("situation", ["implementation", "paused"])
def test_head_names_a_successor_of_who_has_left(town: Town, stage: Stage, situation: str) -> None:
    """Nobody who has left answers for work; the tick notices, whichever way the account closed."""
    measure = stage.bring(situation)
    measure.refresh_from_db()
    leaver = measure.responsible
    assert leaver is not None
    reference = [measure.reference]
    assert list(MeasureFlow.hangs_on(leaver.pk, on=town.now.date())[0].names) == reference
    assert ask_for_successors(at=town.now) == 0
    people.let_leave(person=leaver.pk, successors={}, heir=None, by=None, at=town.now)
    assert ask_for_successors(at=town.now) == 1
    assert ask_for_successors(at=town.now) == 0
    measure.refresh_from_db()
    assert measure.responsible is None
    assert ("name_responsible", "social-head") in town.open_tasks(measure)
    held = Task.objects.filter(case=measure.case_id, claimed_by=leaver, closed_at=None)
    assert not held.exists()
