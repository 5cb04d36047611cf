"""A measure that rests, and an office that asks for more time or stays silent, on the page."""

from __future__ import annotations

from datetime import datetime

import pytest

from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.calendars import BERLIN

pytestmark = pytest.mark.django_db

REASON = "Die Fördermittel sind noch nicht bewilligt."
DEPUTY_MAYOR = "division_3-deputy_mayor"


@pytest.fixture
def running(town: Town) -> Measure:
    """In implementation since March, with a milestone on 1 July 2026."""
    stones = [{"id": None, "title": "Träger ausgewählt", "due_on": "2026-07-01"}]
    measure = town.in_deliberation(milestones=stones)
    town.decide(measure)
    clerk = town.person("youth-clerk").pk
    town.do(measure, "start_implementation", "youth-head", responsible=clerk)
    return measure


def test_request_for_a_pause_is_filled_in_for_whoever_decides(town: Town, running: Measure) -> None:
    head = Person(town, "youth-head").case(running)
    late = head.follow("/ruhen-beantragen/").answer(until="1.1.2020", reason=REASON)
    assert late.status == 422
    assert late.shows("Dieser Tag liegt nicht in der Zukunft", REASON)
    assert late.answer(until="1.9.2026").shows("wurde gefragt")
    page = Person(town, DEPUTY_MAYOR).case(running).follow("/ruhen-lassen/")
    assert page.shows("Worum die Federführung bittet", REASON)
    shown = page.form(fields=("until", "reason")).shown()
    assert (shown["until"], shown["reason"]) == (["01.09.2026"], [REASON])


def test_resting_measure_says_so_everywhere(town: Town, running: Measure) -> None:
    town.do(running, "pause", DEPUTY_MAYOR, text=REASON, until="2026-09-01")
    page = Person(town, "youth-head").case(running)
    assert page.shows(
        "ruht", "etwa 01.09.2026", "angehalten", "Ruhen der Maßnahme begonnen: bis 01.09.2026"
    ), page.text
    assert page.leads_to("/fortsetzen/") is not None
    assert page.leads_to("/meilenstein-erreicht/") is None
    mayor = Person(town, "mayor-mayor").case(running)
    offered = ("/verlaengern/", "/anhalten/", "/fortsetzen/", "/erinnern/")
    assert [part for part in offered if mayor.leads_to(part)] == ["/erinnern/"]
    listed = Person(town, "youth-head").get("/massnahmen/", {"phase": "implementation"})
    assert listed.leads_to(f"/massnahmen/{running.case_id}/") is not None
    grey = Person(town, "youth-head").get("/massnahmen/", {"light": "grey"})
    assert grey.leads_to(f"/massnahmen/{running.case_id}/") is not None
    assert page.follow("/fortsetzen/").answer().shows("Ihre Fristen haben neue Termine")


def test_running_measure_does_not_name_the_rest_that_never_was(
    town: Town, running: Measure
) -> None:
    nodes = Person(town, "youth-head").case(running).html
    assert "Ruht" not in nodes


def test_only_the_offices_that_may_are_offered_more_time(town: Town) -> None:
    measure = town.in_cosigning(impact_contract=True, impact_school=True)
    assert (
        Person(town, "school-head").case(measure).leads_to("/fristverlaengerung-beantragen/")
        is None
    )
    page = Person(town, "legal-head").case(measure)
    done = page.follow("/fristverlaengerung-beantragen/").answer()
    assert done.shows("Ihr Amt hat sieben Tage mehr Zeit", "16.03.2026 → 23.03.2026")
    assert done.leads_to("/fristverlaengerung-beantragen/") is None


def test_silence_is_told_as_silence_and_nobody_signed(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_contract=True)
    take_effects(at=datetime(2026, 3, 17, 0, 0, tzinfo=BERLIN))
    town.now = datetime(2026, 3, 17, 9, 0, tzinfo=BERLIN)
    for suffix in ("", "?print=1"):
        page = Person(town, "youth-head").get(f"/massnahmen/{measure.case_id}/{suffix}")
        assert page.shows(
            "1 von 2 Mitzeichnungen liegen vor, davon 1 durch Fristablauf",
            "gilt als erteilt – durch Fristablauf", "Fehlanzeige – durch Fristablauf",
            "Frist ohne Antwort abgelaufen: gilt als erteilt – durch Fristablauf",
        ), page.text  # fmt: skip
        assert str(town.person("school-head")) not in page.text
