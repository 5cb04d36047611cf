"""The way of a measure says how far it has come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.components.process_map import process_map as drawn
from coordination.council.models import Meeting
from coordination.decisions.enums import MeasureState as S
from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.models import Measure
from coordination.measures.queries.deeds import DEEDS
from coordination.measures.queries.process import WAY, Outlook, process_map
from coordination.measures.queries.timeline import timeline_of
from tests.journeys.driver import Person
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import Town
from workflows.models import Case
from workflows.queries.people.routes import working_calendar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (S.EVALUATED, "10 von 10 Schritten erledigt."),
        (S.COMPLETED, "8 von 10 Schritten erledigt. Jetzt: Abge"),
        (S.IMPLEMENTATION, "7 von 10 Schritten erledigt. Jetzt: Umsetzung."),
    ],
)
def test_of_a_completed_measure_every_step_is_done(town: Town, state: S, sentence: str) -> None:
    measure = town.propose()
    Case.objects.filter(pk=measure.case_id).update(state=state, version=2)
    measure.case.refresh_from_db()
    outlook = Outlook(None, {}, working_calendar(), [], town.now.date())
    found = process_map(measure, [], outlook)
    assert len([node for node in found.nodes if node["key"] in WAY]) == len(WAY)
    assert str(drawn(found.nodes, found.edges)["sentence"]).startswith(sentence)


def test_every_act_of_a_measure_has_words_for_what_was_done() -> None:
    """The trail says what was done, not what one can do."""
    named = {name for name in MeasureFlow.act_names() if not name.startswith("dispatch")}
    assert named - set(DEEDS) == set()


def test_a_result_is_not_said_twice(town: Town) -> None:
    """It once read “Ergebnis festhalten: abgelehnt → abgelehnt”."""
    measure = town.in_deliberation()
    town.decide(measure, "rejected")
    titles = [
        entry.title for entry in timeline_of(measure.case, seen_before=99, units={}, at=town.now)
    ]
    assert "Ergebnis: abgelehnt" in titles
    assert titles[-1] == "Entwurf angelegt"
    assert [title for title in titles if "→ abgelehnt" in title] == []


def mapped(town: Town, measure: Measure) -> dict[str, tuple[str, str]]:
    """Status and note of each state as the page of the case shows them, in their order."""
    response = Person(town, "mayor-mayor").case(measure).response
    nodes = response.context["map"].nodes
    return {node["key"]: (node["status"], node["note"]) for node in nodes}


def ahead(town: Town, measure: Measure) -> list[str]:
    return [key for key, (status, _note) in mapped(town, measure).items() if status == "ahead"]


def test_step_that_is_done_bears_the_day_on_which_it_ended(town: Town) -> None:
    stage = Stage(town)
    measure = stage.asked()
    town.now += timedelta(days=2)
    town.vote_all(measure)
    found = mapped(town, measure)
    assert found["draft"] == ("done", "02.03.2026")
    assert found["cosigning"] == ("done", "04.03.2026")
    assert found["release"] == ("current", "seit 04.03.2026")


def test_step_in_which_a_matter_was_withdrawn_is_not_done(town: Town) -> None:
    stage = Stage(town)
    measure = stage.release()
    stage.do(measure, "withdraw", stage.head, text=REASON)
    found = mapped(town, measure)
    assert [found[key][0] for key in ("check", "cosigning", "release")] == [
        "done", "done", "skipped",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "following"),
    [
        ({}, "final_signature"),
        ({"cost": "435000", "cover": "Etat"}, "executive_board"),
        ({"impact_fundamental": True}, "executive_board"),
    ],
)
def test_next_step_is_the_one_to_which_the_release_leads(
    town: Town, fields: dict[str, object], following: str
) -> None:
    measure = town.in_release(impact_school=True, **fields)
    assert ahead(town, measure)[0] == following
    town.do(measure, "release", "division_3-deputy_mayor")
    assert town.state(measure) == following


def test_period_of_objection_lies_ahead_where_a_committee_decides(town: Town) -> None:
    stage = Stage(town)
    measure = stage.final_signature(decision_path="committee")
    meeting = Meeting.objects.filter(organization__key="main").order_by("starts_at")[1]
    chain = [{"organization": meeting.organization_id, "role": "decision", "meeting": meeting.pk}]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
    assert ahead(town, measure)[:3] == ["deliberation", "veto_period", "resolved"]


def test_forecast_names_no_day_that_nobody_knows(town: Town) -> None:
    stage = Stage(town)
    measure = stage.release()
    found = mapped(town, measure)
    assert found["deliberation"][1].startswith("etwa ")
    assert [found[key][1] for key in ("resolved", "implementation", "completed")] == ["", "", ""]
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    found = mapped(town, measure)
    assert found["resolved"][1].startswith("etwa ")
    assert found["completed"][1] == ""
