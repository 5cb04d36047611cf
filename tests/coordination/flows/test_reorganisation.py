"""An office is dissolved: its matters go on, whatever was asked of it (GO NRW § 62 Abs. 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from coordination.decisions.models import TextVersion
from coordination.measures.models import Measure
from tests.situations import REASON, SITUATIONS, Stage
from tests.town import Town
from workflows.actions import people as organisation
from workflows.models import Case, Deadline, DeskHolder, Event, Task
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

BGF, BGI, MAYOR = "division_4-deputy_mayor", "division_3-integration_deputy", "mayor-mayor"
OLD, NEW = (
    ("social-head", "social-clerk"),
    {"social-head": "youth-head", "social-clerk": "youth-clerk"},
)
OVER = {"completed", "rejected", "withdrawn", "discarded", "draft", "draft:asked"}
"""Where the mayor has nothing to transfer: it is over, or still the office's own."""


@pytest.fixture
def stage(town: Town) -> Stage:
    return Stage(town)


def tasks_of(measure: Measure) -> Iterator[tuple[str, str, str, str]]:
    rows = Task.objects.filter(case=measure.case_id, status__in=["open", "waiting"])
    values = rows.values_list("step__key", "step__subject", "desk__key", "status")
    return values.iterator()


def deadlines_of(measure: Measure) -> set[tuple[Any, ...]]:
    rows = Deadline.objects.filter(case=measure.case_id, status__in=["running", "paused"])
    return set(rows.exclude(kind="release").values_list("pk", "due_on", "status", "remaining"))


def dissolve(town: Town, *desks: str) -> None:
    """Nobody holds the desks any more; they are closed and their work goes up."""
    yesterday = town.now.date() - timedelta(days=1)
    keys = [town.desks[desk] for desk in desks]
    for held in DeskHolder.objects.filter(desk__in=keys, valid_until=None):
        organisation.end_appointment(appointment=held.pk, last_day=yesterday, by=None, at=town.now)
    for key in keys:
        organisation.close_desk(desk=key, hand_up=True, by=None, at=town.now)


# --- the lead goes to another office ----------------------------------------------------------


@pytest.mark.parametrize("situation", [name for name in SITUATIONS if name not in OVER])
def test_the_new_lead_has_every_task_of_the_old_one_and_the_text_stays(
    town: Town, stage: Stage, situation: str
) -> None:
    """Deadlines run on as they were; only what a division releases is asked of the new one."""
    measure = stage.bring(situation)
    before, deadlines = Counter(tasks_of(measure)), deadlines_of(measure)
    case, texts = Case.objects.get(pk=measure.case_id), TextVersion.objects.count()
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    expected = Counter(
        (step, subject, NEW.get(desk, desk), status) for step, subject, desk, status in before
    )
    # The deputy mayor of division 3 releases and finds for it; with the mandate, in one act.
    after = Counter(tasks_of(measure))
    if situation.startswith(("release", "clarification")):
        assert {desk for _, _, desk, _ in after} & {*OLD, BGF} == set()
        assert {step for step, *_ in after} == {step for step, *_ in before}
    else:
        assert after == expected
    assert deadlines_of(measure) >= {d for d in deadlines if situation.startswith("cosigning")}
    now = Case.objects.get(pk=measure.case_id)
    assert (now.state, now.version, now.edited_by_id) == (
        case.state, case.version, case.edited_by_id,
    )  # fmt: skip
    assert TextVersion.objects.count() == texts
    event = Event.objects.filter(case=measure.case_id, action="transfer_lead").get()
    assert event.data["lead"] == town.units["youth"]


def test_whoever_gets_the_lead_does_the_work_to_its_end(town: Town, stage: Stage) -> None:
    measure = stage.resolved()
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    town.do(measure, "adapt_plan", "youth-clerk", text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    with pytest.raises(NotAllowed):
        town.do(measure, "start_implementation", "social-head")
    person = town.person("youth-clerk").pk
    town.do(measure, "start_implementation", "youth-head", responsible=person)
    assert {desk for _, _, desk, _ in tasks_of(measure)} == {"youth-clerk"}


def test_work_that_rests_wakes_at_the_new_lead(town: Town, stage: Stage) -> None:
    measure = stage.paused()
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    town.do(measure, "resume", "youth-head")
    open_ones = Task.objects.filter(case=measure.case_id, status="open", step__key="milestone")
    assert set(open_ones.values_list("desk__key", flat=True)) == {"youth-clerk"}


def test_an_office_that_gets_the_lead_signs_for_itself_no_more(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    town.do(measure, "vote", "finance-head", choice="approved")
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["school"])
    assert town.state(measure) == "release"


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("social", "lead_same"), ("council", "lead_missing"), (None, "lead_missing"),
        ("organisation", "lead_without_head"),
    ],
)  # fmt: skip
def test_only_an_office_that_can_lead_gets_it(
    town: Town, stage: Stage, unit: str | None, code: str
) -> None:
    measure = stage.asked()
    lead = town.units[unit] if unit else None
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=lead)
    assert [item.code for item in error.value.unmet] == [code]


# --- work that was handed up ------------------------------------------------------------------


STEPS_OF_LEAD = {
    "draft:asked": ("agree", {}),
    "cosigning:changed": ("resign", {}),
    "revision": ("submit", {}),
    "resolved": ("adapt_plan", {"text": REASON}),
    "implementation": ("release_report", {}),
    "paused": ("resume", {}),
}


@pytest.mark.parametrize("situation", STEPS_OF_LEAD)
def test_whoever_got_the_work_of_a_closed_desk_may_do_it(
    town: Town, stage: Stage, situation: str
) -> None:
    measure = stage.bring(situation)
    dissolve(town, "social-clerk", "social-head")
    assert {desk for _, _, desk, _ in tasks_of(measure)} & {*OLD} == set()
    act, more = STEPS_OF_LEAD[situation]
    town.do(measure, act, BGF, **more)


def test_a_dissolved_office_leaves_its_measure_to_its_deputy_mayor(
    town: Town, stage: Stage
) -> None:
    """Somebody of the division is responsible: the office has nobody to name."""
    measure = stage.resolved()
    dissolve(town, "social-clerk", "social-head")
    town.do(measure, "adapt_plan", BGF, text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    stranger = town.person("legal-head").pk
    with pytest.raises(GuardsUnmet):
        town.do(measure, "start_implementation", BGF, responsible=stranger)
    town.do(measure, "start_implementation", BGF, responsible=town.person(BGF).pk)
    assert town.state(measure) == "implementation"


def test_a_superior_without_handed_up_work_may_do_nothing_more(town: Town, stage: Stage) -> None:
    measure = stage.resolved()
    for desk in (BGF, BGI):
        with pytest.raises(NotAllowed):
            town.do(measure, "start_implementation", desk, responsible=town.person(BGF).pk)
