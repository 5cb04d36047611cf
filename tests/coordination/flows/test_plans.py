"""What a plan can say: which milestone comes after which, how the cost is made up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from coordination.city.models import District
from coordination.decisions.models import TextVersion
from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.situations import COUNCIL_OFFICE, Stage
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.calendars import local_date
from workflows.models import Deadline, Event
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db


def stones(*after: object) -> list[dict[str, Any]]:
    return [
        {"id": None, "title": f"Schritt {n}", "due_on": f"2026-0{n + 5}-01", "after": before}
        for n, before in enumerate(after, start=1)
    ]


def chain(measure: Measure) -> list[int | None]:
    rows = measure.milestones.order_by("position").values_list("predecessor__position", flat=True)
    return list(rows)


def test_m24_milestone_names_the_one_before_it(town: Town) -> None:
    measure = town.propose(milestones=stones(None, 1, 1))
    assert chain(measure) == [None, 1, 1]
    first = measure.milestones.get(position=1)
    kept = [
        {"id": stone.pk, "title": stone.title, "due_on": stone.due_on.isoformat(), "after": before}
        for stone, before in zip(measure.milestones.order_by("position"), (None, 1, 2), strict=True)
    ]
    town.do(measure, "edit", "youth-clerk", milestones=kept)
    assert chain(measure) == [None, 1, 2]
    unsaid = [{key: stone[key] for key in ("id", "title", "due_on")} for stone in kept]
    town.do(measure, "edit", "youth-clerk", milestones=unsaid)
    assert chain(measure) == [None, 1, 2]
    alone = [{**stone, "after": None} for stone in kept if stone["id"] != first.pk]
    town.do(measure, "edit", "youth-clerk", milestones=alone)
    assert chain(measure) == [None, None]
    assert [problem for problem in verify() if problem] == []


@pytest.mark.parametrize("after", [1, 2, 9, -1, "x"])
def test_m24_milestone_comes_after_one_above_it_only(town: Town, after: object) -> None:
    with pytest.raises(GuardsUnmet) as refusal:
        town.propose(milestones=stones(after))
    assert [(one.code, one.field) for one in refusal.value.unmet] == [
        ("stone_after", "milestones-0-after")
    ]


def test_m24_form_sets_the_predecessor_and_shows_it_again(town: Town) -> None:
    measure = town.propose(milestones=stones(None, None))
    clerk = Person(town, "youth-clerk")
    page = clerk.get(f"/massnahmen/{measure.case_id}/bearbeiten/termine/")
    page.fill_in(**{"milestones-1-after": "1"})
    assert chain(measure) == [None, 1]
    again = clerk.get(f"/massnahmen/{measure.case_id}/bearbeiten/termine/").html
    assert 'name="milestones-1-after" value="1"' in again


@pytest.mark.parametrize(
    ("staff", "material", "code"),
    [
        ("", "", ""),
        ("12000", "8000", ""),
        ("20000", "", ""),
        ("5000", "", ""),
        ("12000", "8001", "cost_parts"),
        ("12000", "7999", "cost_parts"),
        ("", "20001", "cost_parts"),
    ],
)
def test_cost_of_staff_and_material_are_parts_of_the_whole(
    stage: Stage, staff: str, material: str, code: str
) -> None:
    parts = {"staff_cost": staff, "material_cost": material}
    measure = stage.draft(**parts, budget="15000", updated_budget="18000")
    if code:
        with pytest.raises(GuardsUnmet) as refusal:
            stage.do(measure, "submit", stage.head)
        assert [unmet.code for unmet in refusal.value.unmet] == [code]
    else:
        stage.do(measure, "submit", stage.head)
        measure.refresh_from_db()
        assert (measure.budget, measure.updated_budget) == (Decimal(15000), Decimal(18000))
        page = Person(stage.town, stage.head).case(measure).text
        assert "Fortgeschriebener Ansatz" in page


def test_54_1_mayor_is_told_until_when_to_object_to_a_resolution_of_the_council(
    stage: Stage,
) -> None:
    measure = stage.deliberation()
    stage.town.decide(measure)
    period = Deadline.objects.get(case=measure.case_id, kind="objection")
    decided_on = local_date(stage.town.now)
    expected = decided_on + timedelta(days=3)
    while expected.weekday() > 4:
        expected += timedelta(days=1)
    assert (period.due_on, period.status, period.step) == (expected, "running", None)
    assert take_effects(at=period.due_at).failed == 0
    assert Event.objects.filter(case=measure.case_id, action="objection_over").count() == 1
    assert stage.town.state(measure) == "resolved"


def test_54_3_no_objection_to_what_a_committee_decides(stage: Stage) -> None:
    measure = stage.veto_period()
    assert not Deadline.objects.filter(case=measure.case_id, kind="objection").exists()


def test_54_1_late_record_tells_of_no_period_that_is_over(stage: Stage) -> None:
    measure = stage.deliberation()
    stage.do(measure, "record_result", COUNCIL_OFFICE, result="accepted")
    stage.town.now += timedelta(days=90)
    stage.town.decide(measure)
    assert not Deadline.objects.filter(case=measure.case_id, kind="objection").exists()


def test_m13_plan_is_adapted_in_sums_days_and_milestones_and_the_difference_shown(
    stage: Stage,
) -> None:
    town = stage.town
    measure = stage.resolved()
    stage.do(measure, "confirm_funds", "finance-head")
    clerk = Person(town, stage.clerk)
    page = clerk.case(measure).follow("/plan-anpassen/")
    assert page.shows("Nur nachmittags.")
    page.fill_in(
        text="Weniger Geld, ein Jahr.",
        cost="12.000",
        ends_on="31.12.2027",
        **{"milestones-0-due_on": "15.10.2026"},
    )
    measure.refresh_from_db()
    assert (measure.cost, measure.ends_on) == (Decimal(12000), date(2027, 12, 31))
    assert measure.milestones.get(position=1).due_on == date(2026, 10, 15)
    # Another sum needs the word of the treasury anew.
    assert measure.funds_confirmed_at is None
    assert ("confirm_funds", "finance-head") in town.open_tasks(measure)
    shown = clerk.case(measure)
    assert shown.shows("Wo der Plan von der Vorlage abweicht", "20.000,00", "12.000,00")
    person = town.person(stage.clerk).pk
    with pytest.raises(GuardsUnmet):
        stage.do(measure, "start_implementation", stage.head, responsible=person)


def test_accepted_condition_changes_money_and_days(stage: Stage) -> None:
    town = stage.town
    measure = stage.asked()
    stage.do(measure, "vote", "finance-head", choice="conditional", conditions=["Nur 12.000 €."])
    (task,) = stage._tasks(measure, "answer_condition")
    head = Person(town, stage.head)
    page = head.get(f"/massnahmen/{measure.case_id}/massgabe-beantworten/?task={task.pk}")
    page.fill_in(
        accept="True", material="True", cost="12.000", starts_on="01.09.2026",
        **{"milestones-1-due_on": "01.12.2026"},
    )  # fmt: skip
    measure.refresh_from_db()
    assert (measure.cost, measure.starts_on) == (Decimal(12000), date(2026, 9, 1))
    assert measure.milestones.get(position=2).due_on == date(2026, 12, 1)
    assert measure.milestones.count() == 2


def test_accepted_condition_changes_who_is_affected(stage: Stage) -> None:
    town = stage.town
    measure = stage.asked()
    stage.do(measure, "vote", "finance-head", choice="conditional", conditions=["Mit Partnern."])
    (task,) = stage._tasks(measure, "answer_condition")
    address = f"/massnahmen/{measure.case_id}/massgabe-beantworten/?task={task.pk}"
    page = Person(town, stage.head).get(address)
    north = District.objects.get(key="north").pk
    page.fill_in(
        accept="True", material="True", impact_health="on", districts=[str(north)],
        partners_more="legal",
    )  # fmt: skip
    measure.refresh_from_db()
    assert measure.impacts() == {"school", "health"}
    assert (measure.partner_ids(), measure.district_units()) == (
        (town.units["legal"],), (town.units["north"],),
    )  # fmt: skip
    asked = {desk for step, desk in town.open_tasks(measure) if step == "cosign"}
    assert {"health-head", "legal-head", "north-head"} <= asked


def test_answer_that_changes_nothing_writes_nothing(stage: Stage) -> None:
    town = stage.town
    measure = stage.asked()
    stage.do(measure, "vote", "finance-head", choice="conditional", conditions=["Nur mit Bericht."])
    (task,) = stage._tasks(measure, "answer_condition")
    page = Person(town, stage.head).get(
        f"/massnahmen/{measure.case_id}/massgabe-beantworten/?task={task.pk}"
    )
    page.fill_in(accept="promise", text="Gern.")
    occasions = TextVersion.objects.filter(case=measure.case_id).values_list("occasion", flat=True)
    assert "condition" not in set(occasions)
