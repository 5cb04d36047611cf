"""The special powers of mayor and council, through the pages (GO NRW §§ 54, 57, 60; M30)."""

from __future__ import annotations

from tests.journeys.driver import Person
from tests.journeys.stages import state
from tests.situations import REASON, Stage
from tests.town import Town


def test_mayor_objects_and_the_council_keeps_its_resolution(town: Town) -> None:
    stage = Stage(town)
    measure = stage.veto_period()
    mayor = Person(town, "mayor-mayor")
    office = Person(town, "council_office-council_secretary")
    done = mayor.does("veto", measure, reason=REASON)
    assert done.shows("Vollzug ist gehemmt")
    assert state(measure) == "execution_barred"
    page = office.opens(measure)
    assert page.shows("Vollzug gehemmt", "Einspruch gegen die Entscheidung eines Ausschusses")
    stage.after_session(measure)
    assert office.sees_task(measure)
    office.does("decide_objection", measure, result="accepted")
    assert state(measure) == "resolved"
    assert office.opens(measure).shows("der Beschluss bleibt bestehen")


def test_urgent_decision_is_signed_by_two_and_approved(town: Town) -> None:
    stage = Stage(town)
    measure = stage.deliberation()
    mayor = Person(town, "mayor-mayor")
    office = Person(town, "council_office-council_secretary")
    words = ("why_not_organ", "why_not_committee", "harm")
    mayor.does("decide_urgently", measure, **dict.fromkeys(words, REASON))
    assert mayor.opens(measure).shows("sobald auch ein Mitglied des Gremiums unterzeichnet hat")
    office.does("countersign", measure, member="Mitglied des Rates")
    assert state(measure) == "resolved"
    assert office.opens(measure).shows("Die Genehmigung steht noch aus")
    stage.after_session(measure)
    office.does("record_approval", measure, result="rejected", rights="Keine.")
    assert state(measure) == "revoked"


def test_completed_measure_is_evaluated(town: Town) -> None:
    measure = Stage(town).completed()
    centre, deputy = Person(town, "centre-clerk"), Person(town, "division_3-integration_deputy")
    rows = {
        "indicators-0-name": "Plätze", "indicators-0-target": "40", "indicators-0-actual": "38",
    }  # fmt: skip
    centre.does("draft_evaluation", measure, text=REASON, **rows)
    assert deputy.sees_task(measure)
    deputy.does("release_evaluation", measure)
    assert state(measure) == "evaluated"
    assert centre.opens(measure).shows("Plätze", "38")
