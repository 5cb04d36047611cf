"""Whoever is asked can say no, gives a reason, and sees what is decided on."""

from __future__ import annotations

from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.town import Town
from workflows.models import Event

REASON = "Die Kosten sind noch nicht belegt."


def _told(town: Town, measure: Measure, desk: str) -> bool:
    return REASON in Person(town, desk).case(measure).text


def test_head_declines_a_draft_with_a_reason_and_is_asked_again(town: Town) -> None:
    measure = town.propose(impact_school=True)
    town.do(measure, "ask_agreement", "youth-clerk")
    page = Person(town, "youth-head").case(measure)
    page.follow("/nicht-zustimmen/").fill_in(reason="Zu kurz", status=422)
    page.do("decline_agreement", reason=REASON)
    assert town.open_tasks(measure) == [("draft", "youth-clerk")]
    assert _told(town, measure, "youth-clerk")
    Person(town, "youth-clerk").case(measure).do("ask_agreement")
    Person(town, "youth-head").case(measure).do("agree", reason="Jetzt ist es gut.")
    assert Person(town, "youth-clerk").case(measure).shows("Jetzt ist es gut.")


def test_treasury_sees_the_sum_says_no_and_is_asked_again(town: Town) -> None:
    measure = town.in_deliberation(cost="47000", cover="Produkt 060201")
    town.decide(measure)
    page = Person(town, "finance-head").case(measure)
    assert page.shows("Was zu bezahlen ist", "47.000,00", "Produkt 060201")
    page.do("decline_funds", reason=REASON)
    assert _told(town, measure, "youth-head")
    page = Person(town, "youth-clerk").case(measure)
    page.do("ask_funds_again", reason="Das Land zahlt die Hälfte.")
    again = Person(town, "finance-head").case(measure)
    assert again.shows("Das Land zahlt die Hälfte.")
    again.do("confirm_funds")
    clerk = town.person("youth-clerk").pk
    Person(town, "youth-head").case(measure).do("start_implementation", responsible=clerk)
    assert town.state(measure) == "implementation"


def test_board_agrees_only_if_somebody_says_so(town: Town) -> None:
    measure = town.in_release(impact_fundamental=True)
    town.do(measure, "release", "division_3-deputy_mayor")
    assert town.state(measure) == "executive_board"
    office = Person(town, "board_office-board_secretary")
    session = {"date": town.now.strftime("%d.%m.%Y"), "protocol": "VV 9"}
    page = office.case(measure)
    assert page.form("/zustimmung-des-verwaltungsvorstands/").shown().get("outcome") in (None, [])
    page.do("board_approves", **session, status=422)
    page.do("board_approves", **session, outcome="board_dissents", status=422)
    assert town.state(measure) == "executive_board"
    page.do("board_approves", **session, outcome="board_dissents", reason=REASON)
    assert ("mayor_decides", "mayor-mayor") in town.open_tasks(measure)
    assert Event.objects.filter(case=measure.case_id, action="board_dissents").exists()
