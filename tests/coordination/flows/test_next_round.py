"""After a revision: who is asked again, whose answer carries over, and what people are told."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.situations import REASON, Stage
from tests.tables_of_acts import TABLES
from workflows.models import CosignatureItem, Notification
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

EDITS: dict[str, dict[str, Any]] = {
    "goal": {"goal": "Ein genauer gefasstes Ziel."},
    "cost": {"cost": "30000"},
    "health": {"impact_health": True},
}


def rounds() -> list[list[str]]:
    with (TABLES / "next_round.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.reader(lines, delimiter=";"))[1:]


def revised(stage: Stage, before: str, edit: str) -> Measure:
    """Answered by all, sent back by the lead or the deputy mayor, and changed."""
    measure = stage.asked()
    stage.do(measure, "vote", "centre-head", choice="noted", text="Wir unterstützen das.")
    if before == "refused":
        stage.do(measure, "vote", "finance-head", choice="refused", text=REASON)
        stage.do(measure, "vote", "school-head", choice="approved")
        stage.do(measure, "clarify", "mayor-mayor", outcome="revision", text=REASON)
    elif before == "condition waits":
        stage.do(measure, "vote", "school-head", choice="approved")
        stage.do(
            measure, "vote", "finance-head", choice="conditional", conditions=["Nur ein Jahr."]
        )
        stage.do(measure, "send_back", stage.head, text=REASON)
    else:
        stage.do(measure, "vote", "finance-head", choice="approved")
        stage.do(measure, "vote", "school-head", choice="approved", text="Die Räume sind da.")
        stage.do(measure, "send_back", "division_4-deputy_mayor", text=REASON)
    stage.do(measure, "edit", stage.clerk, **EDITS[edit])
    return measure


def again(stage: Stage, measure: Measure, **said: Any) -> None:
    stage.do(measure, "submit", stage.head, **said)
    stage.do(measure, "pass_check", stage.checker)


def items(measure: Measure, *, carried: bool) -> set[str]:
    rows = CosignatureItem.objects.filter(case=measure.case_id, round=2)
    found = rows.filter(carried_from__isnull=not carried)
    return set(found.values_list("unit__key", flat=True))


@pytest.mark.parametrize(("change", "touched", "edit", "before", "asked"), rounds())
def test_2_3_change_asks_whom_it_touches_and_the_rest_carries_over(
    stage: Stage, change: str, touched: str, edit: str, before: str, asked: str
) -> None:
    measure = revised(stage, before, edit)
    affected = [stage.town.units[name] for name in touched.split()]
    again(stage, measure, change=change, affected=affected)
    assert items(measure, carried=False) == set(asked.split())
    assert items(measure, carried=True) == {"centre", "finance", "school"} - set(asked.split())
    if not asked:
        assert stage.town.state(measure) == ("clarification" if before == "refused" else "release")


def test_2_3_more_than_wording_is_not_editorial(stage: Stage) -> None:
    measure = revised(stage, "approved", "cost")
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "submit", stage.head, change="editorial")
    assert [(one.code, one.field) for one in refusal.value.unmet] == [
        ("change_is_material", "change")
    ]
    for said in (
        {},
        {"change": ""},
        {"change": "deep"},
        {"change": "material", "affected": [999_999]},
    ):
        with pytest.raises(GuardsUnmet):
            stage.do(measure, "submit", stage.head, **said)


def test_carried_answer_is_marked_and_the_earlier_one_stands_in_the_form(stage: Stage) -> None:
    town = stage.town
    measure = revised(stage, "approved", "goal")
    again(stage, measure, change="material", affected=[town.units["school"]])
    page = Person(town, "school-head").case(measure)
    assert page.shows("Was Ihr Amt zuvor geantwortet hat", "Die Räume sind da.")
    assert page.shows("aus einer früheren Runde übernommen")


def test_submission_warns_and_asks_how_deep_the_change_goes(stage: Stage) -> None:
    town = stage.town
    measure = revised(stage, "approved", "goal")
    head = Person(town, stage.head)
    page = head.get(f"/massnahmen/{measure.case_id}/einreichen/")
    assert page.shows(
        "Dieser Text geht noch einmal in die Runde", "Ziel", "Unit school (zugestimmt)"
    )
    assert 'name="change"' in page.html
    page.fill_in(change="material", affected=[str(town.units["school"])])
    stage.do(measure, "pass_check", stage.checker)
    assert items(measure, carried=False) == {"school"}
    first = stage.draft(title="Etwas ganz anderes")
    assert 'name="change"' not in head.get(f"/massnahmen/{first.case_id}/einreichen/").html


def test_open_contribution_is_not_voided_without_a_word(stage: Stage) -> None:
    measure = stage.release()
    open_one = CosignatureItem.objects.get(case=measure.case_id, unit__key="centre")
    assert open_one.status == "void"
    told = Notification.objects.filter(case=measure.case_id, template="answer_void")
    people = set(told.values_list("recipient__email", flat=True))
    assert people == {stage.town.emails["centre-head"]}
