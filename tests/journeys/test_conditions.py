"""Approved with conditions: taken over, not taken over, and what the office makes of it."""

from tests.journeys.driver import Page, Person
from tests.journeys.stages import state
from tests.town import Town
from workflows.models import Condition, Obligation

CONDITION = "Die Schulleitungen werden vorher angehört."


def _conditional(town: Town):
    measure = town.in_cosigning(impact_school=True)
    school = Person(town, "school-cosigner")
    vote = school.opens(measure).page_of("vote")
    more = vote.press(
        "rows", "add:conditions", **{"choice": "conditional", "conditions-0-text": CONDITION}
    )
    assert more.form("/mitzeichnen/").shown()["conditions-0-text"] == [CONDITION]
    more.fill_in("/mitzeichnen/")
    assert state(measure) == "cosigning"
    return measure


def _answer(town: Town, measure, **answer: object) -> Page:
    clerk = Person(town, "youth-clerk")
    assert clerk.opens(measure).shows(CONDITION)
    return clerk.does("answer_condition", measure, **answer)


def test_editorial_condition_is_taken_over(town: Town) -> None:
    measure = _conditional(town)
    _answer(town, measure, accept="True", material="False", facts="Schulleitungen werden angehört.")
    assert state(measure) == "cosigning"
    Person(town, "youth-head").does("resign", measure)
    assert state(measure) == "release"
    obligation = Obligation.objects.get(case=measure.case_id)
    assert (obligation.text, obligation.fulfilled_at) == (CONDITION, None)
    measure.refresh_from_db()
    assert measure.facts == "Schulleitungen werden angehört."


def test_material_condition_asks_the_office_once_more(town: Town) -> None:
    measure = _conditional(town)
    _answer(town, measure, accept="True", material="True", goal="Erst anhören, dann 40 Plätze.")
    Person(town, "youth-head").does("resign", measure)
    assert state(measure) == "cosigning"
    school = Person(town, "school-head")
    assert school.opens(measure).shows("Runde 2")
    school.does("vote", measure, choice="approved")
    assert state(measure) == "release"


def test_office_lives_with_a_condition_that_is_not_taken_over(town: Town) -> None:
    measure = _conditional(town)
    _answer(town, measure, accept="False", text="Dafür fehlt die Zeit.")
    Person(town, "school-head").does("confirm_decline", measure)
    assert state(measure) == "release"
    assert Condition.objects.get().status == "confirmed"
    assert not Obligation.objects.exists()


def test_office_refuses_because_of_it(town: Town) -> None:
    measure = _conditional(town)
    _answer(town, measure, accept="False", text="Dafür fehlt die Zeit.")
    school = Person(town, "school-head")
    assert school.opens(measure).shows("Dafür fehlt die Zeit.")
    school.does("turn_into_refusal", measure, text="Ohne Anhörung geht es nicht.")
    assert state(measure) == "clarification"


def test_declining_needs_a_reason(town: Town) -> None:
    measure = _conditional(town)
    page = _answer(town, measure, status=422, accept="False")
    assert page.text.startswith("Fehler:")
    assert Condition.objects.get().status == "open"


def test_office_asks_and_then_changes_its_answer(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    school = Person(town, "school-head")
    school.does("ask_question", measure, text="Welche Schulen sind gemeint?")
    Person(town, "youth-clerk").does("answer_question", measure, text="Alle Grundschulen.")
    assert school.opens(measure).shows("Alle Grundschulen.")
    school.does("vote", measure, choice="refused", text="Zu viele.")
    school.does("change_vote", measure, choice="approved")
    Person(town, "health-head").does("vote", measure, choice="not_affected")
    assert state(measure) == "release"
