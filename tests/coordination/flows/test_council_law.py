"""What the law says of the board, the paper and the resolution, by tables typed from it."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.council.models import CouncilRule, Organization, Paper
from coordination.council.rules.votes import vote_problems
from coordination.decisions.queries.texts import digest_of
from coordination.measures.models import Measure
from tests.coordination.flows.hurrying import hurry
from tests.coordination.flows.objecting import decided_by
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.calendars import local_date
from workflows.models import Condition, CosignatureItem, Deadline, Task
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

TABLES = Path(__file__).parents[2] / "tables"


def rows(name: str) -> list[tuple[str, ...]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter=";")][1:]


@pytest.mark.parametrize(("path", "body", "begins", "ends", "state"), rows("period_of_objection"))
def test_57_4_committees_wait_for_objections_unless_a_dated_rule_says_otherwise(
    stage: Stage, path: str, body: str, begins: str, ends: str, state: str
) -> None:
    if begins:
        CouncilRule.objects.create(
            subject="objection_waits", organization=Organization.objects.get(key=body), flag=False,
            valid_from=begins, valid_until=ends or None, norm="Hauptsatzung", origin="local",
        )  # fmt: skip
    measure = decided_by(stage, path, body)
    assert stage.town.state(measure) == state
    period = Deadline.objects.filter(case=measure.case_id, kind="veto_period").first()
    assert (period is not None) == (state == "veto_period")
    if period:
        take_effects(at=period.due_at)
        assert stage.town.state(measure) == "resolved"


def _refused(stage: Stage, measure: Measure) -> None:
    stage.do(measure, "vote", "finance-head", choice="refused", text="Es fehlt die Deckung.")
    stage.do(measure, "vote", "school-head", choice="approved")


def _declined(stage: Stage, measure: Measure) -> None:
    stage.do(measure, "vote", "finance-head", choice="conditional", conditions=["Nur ein Jahr."])
    decline = {"accept": False, "text": "Ein Jahr reicht nicht aus."}
    stage.do(measure, "answer_condition", stage.head, **decline)
    stage.do(measure, "declare_dissent", stage.head, text=REASON)


def _declared(stage: Stage, measure: Measure) -> None:
    stage.do(measure, "declare_dissent", stage.head, text=REASON)


def _disputed(stage: Stage, measure: Measure) -> None:
    pair = [("school", "legal"), ("legal", "school"), ("school", "legal"), ("legal", "school")]
    for unit, named in pair:
        other = {"choice": "not_responsible", "names_unit": stage.town.units[named]}
        stage.do(measure, "vote", f"{unit}-head", **other)
        if stage.town.state(measure) != "cosigning":
            return


DISSENT = {"refused": _refused, "declined": _declined, "declared": _declared, "disputed": _disputed}


def clarified(stage: Stage, dissent: str, **more: Any) -> Measure:
    """A measure whose common superior has overruled the dissent."""
    measure = stage.asked(**more)
    DISSENT[dissent](stage, measure)
    task = Task.objects.filter(case=measure.case_id, step__key="clarification", status="open")[0]
    by = task.desk.key
    stage.do(measure, "clarify", by, task=task.pk, outcome="release", text=REASON)
    return measure


@pytest.mark.parametrize(("dissent", "partner", "state"), rows("to_the_board"))
def test_70_dissent_of_any_kind_and_partners_of_other_divisions_go_to_the_board(
    stage: Stage, dissent: str, partner: str, state: str
) -> None:
    town = stage.town
    if dissent:
        measure = clarified(stage, dissent)
    else:
        measure = stage.asked(partners=[town.units[partner]] if partner else [])
        # Nobody objects: silence is no dissent.
        town.now += timedelta(days=30)
        take_effects(at=town.now)
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    assert town.state(measure) == state


def signed(stage: Stage, measure: Measure) -> Paper:
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    session = {"date": local_date(stage.town.now).isoformat(), "protocol": "VV 9/2026"}
    stage.do(measure, "board_approves", "board_office-board_secretary", **session)
    stage.do(measure, "sign", "mayor-mayor")
    return Paper.objects.get(case=measure.case_id)


def test_m8_overruled_refusal_and_silence_are_in_the_text_that_is_signed(
    stage: Stage, client: Client
) -> None:
    town = stage.town
    measure = stage.asked()
    stage.do(measure, "vote", "finance-head", choice="refused", text="Es fehlt die Deckung.")
    deadline = Deadline.objects.get(
        case=measure.case_id, step__cosignature__unit=town.units["school"]
    )
    town.now = deadline.due_at
    take_effects(at=town.now)
    stage.do(measure, "clarify", "mayor-mayor", outcome="release", text=REASON)
    client.force_login(town.person("mayor-mayor"))
    paper = signed(stage, measure)
    said = paper.text["reservations"]
    assert [(one["unit"], one["answer"], one["is_silent"], one["text"]) for one in said] == [
        ("Unit finance", "refused", False, "Es fehlt die Deckung."),
        ("Unit school", "deemed_given", True, ""),
    ]
    assert bytes(paper.digest) == digest_of(paper.text)
    page = client.get(reverse("coordination:measure", args=[measure.case_id])).content.decode()
    assert "Unit finance: abgelehnt" in page
    assert "Es fehlt die Deckung." in page


def test_m8_condition_that_was_not_taken_over_is_in_the_text_that_is_signed(stage: Stage) -> None:
    paper = signed(stage, clarified(stage, "declined"))
    assert Condition.objects.get().status == "declined"
    assert paper.text["reservations"] == [
        {
            "unit": "Unit finance",
            "answer": "conditional",
            "is_silent": False,
            "text": "Nur ein Jahr.",
        }
    ]


def test_paper_says_nothing_of_the_cosignature_where_all_agreed(stage: Stage) -> None:
    stage.deliberation()
    assert "reservations" not in Paper.objects.get().text


VOTES = ("yes", "no", "abstentions", "invalid", "biased", "present")


@pytest.mark.parametrize(("members", "result", "figures", "problem"), [
    (int(members), result, figures, problem)
    for members, result, *figures, problem in rows("votes_of_a_body")
])  # fmt: skip
def test_50_figures_of_a_vote_are_held_to_the_size_of_the_body(
    members: int, result: str, figures: list[str], problem: str
) -> None:
    votes = {
        name: int(given) if given else None for name, given in zip(VOTES, figures, strict=True)
    }
    found = [unmet.code for unmet in vote_problems(result=result, votes=votes, members=members)]
    assert found == ([problem] if problem else [])


def test_50_more_votes_than_members_are_not_recorded(stage: Stage) -> None:
    measure = stage.deliberation()
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "record_result", COUNCIL_OFFICE, result="accepted", yes=200, no=3)
    assert [unmet.code for unmet in refusal.value.unmet] == ["votes_beyond_body"]


def test_41_3_without_a_limit_nothing_that_costs_is_current_administration(stage: Stage) -> None:
    measure = stage.release_finding()
    limit = CouncilRule.objects.filter(subject="current_administration_up_to")
    limit.update(valid_until=local_date(stage.town.now) - timedelta(days=1))
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(
            measure, "find_current_administration", "division_4-deputy_mayor",
            is_current=True, text=REASON,
        )  # fmt: skip
    assert [unmet.code for unmet in refusal.value.unmet] == ["too_expensive"]


def _asked(stage: Stage, measure: Measure, way: str, unit: str) -> None:
    """Bring it about that a unit is asked in this way, all on one day."""
    unit_id = stage.town.units[unit]
    if way == "named":
        stage.do(measure, "vote", "school-head", choice="not_responsible", names_unit=unit_id)
    elif way == "again":
        named = {"choice": "not_responsible", "names_unit": stage.town.units["legal"]}
        stage.do(measure, "vote", "school-head", **named)
        back = {"choice": "not_responsible", "names_unit": unit_id}
        stage.do(measure, "vote", "legal-head", **back)
    elif way in ("objecting", "next round"):
        by = f"{unit}-head"
        stage.do(measure, "vote", by, choice="conditional", conditions=["Nur mit Bericht."])
        is_material = way == "next round"
        changed = {"fields": {"facts": "Ein Bericht folgt."}} if is_material else {}
        stage.do(
            measure, "answer_condition", stage.head, accept=True, material=is_material, **changed
        )
        if is_material:
            stage.town.vote_all(measure)
            stage.do(measure, "resign", stage.head)
        else:
            item = CosignatureItem.objects.get(case=measure.case_id, unit=unit_id)
            stage.do(measure, "object_to_change", by, item=str(item.pk), text=REASON)


@pytest.mark.parametrize(("urgent", "way", "unit", "due_on"), rows("cosigning_periods"))
def test_lgg_18_and_urgency_set_the_period_however_an_office_comes_to_be_asked(
    stage: Stage, urgent: str, way: str, unit: str, due_on: str
) -> None:
    named = way == "named"
    measure = stage.check(impact_equality=unit == "equality" and not named)
    if urgent:
        hurry(stage.town, measure, by=stage.clerk)
    stage.do(measure, "pass_check", stage.checker)
    _asked(stage, measure, way, unit)
    deadline = Deadline.objects.get(
        case=measure.case_id, kind="cosigning", status="running",
        step__cosignature__unit=stage.town.units[unit],
    )  # fmt: skip
    assert deadline.due_on.isoformat() == due_on


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ("1990-05-01", "date_before"),
        ("2026-03-01", "date_before"),
        ("2026-03-02", ""),
        ("2026-03-05", ""),
        ("2026-03-06", "date_future"),
    ],
)
@pytest.mark.parametrize("act", ["board_approves", "board_dissents"])
def test_board_deals_with_a_matter_after_it_has_come_to_it(
    town: Town, act: str, held: str, code: str
) -> None:
    """It came on Monday 2 March 2026; today is Thursday 5 March (GO NRW § 70)."""
    measure = Stage(town).executive_board()
    town.now += timedelta(days=3)
    session = {"date": held, "protocol": "VV 9", "text": REASON}
    if not code:
        town.do(measure, act, "board_office-board_secretary", **session)
        return
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, act, "board_office-board_secretary", **session)
    assert [unmet.code for unmet in refusal.value.unmet] == [code]
