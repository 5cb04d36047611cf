"""What is said after an act is true: nothing is promised that is not possible yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.coordination.flows.test_documents import MISSING, asked, request
from tests.coordination.flows.test_preparing import in_check
from tests.journeys.driver import Page, Person
from tests.town import Town

pytestmark = pytest.mark.django_db

Deed = Callable[[Town], Page]


def agrees_to_a_whole_draft(town: Town) -> Page:
    measure = town.propose()
    town.do(measure, "ask_agreement", "youth-clerk")
    return Person(town, "youth-head").does("agree", measure)


def agrees_to_a_draft_with_gaps(town: Town) -> Page:
    measure = town.propose(fields_of_action=[], goal="")
    page = Person(town, "youth-head").act(measure, "agree")
    for shown in (page, answer := page.fill_in("/zustimmen/")):
        assert shown.shows("Vor dem Einreichen fehlt noch", "Wählen Sie mindestens ein Handlungs")
        assert shown.leads_to("Das Ziel fehlt") is not None
    return answer


def submits(town: Town, desk: str = "youth-head", **fields: object) -> Page:
    return Person(town, desk).does("submit", town.propose(desk, **fields))


def submits_for_the_secretariat(town: Town) -> Page:
    return submits(town, "centre-head", lead=town.units["centre"])


def passes_on(town: Town) -> Page:
    return Person(town, "centre-clerk").does("pass_check", in_check(town))


def passes_on_to_nobody(town: Town) -> Page:
    measure = town.propose("centre-head", lead=town.units["centre"])
    town.do(measure, "submit", "centre-head")
    return Person(town, "division_3-clerk").does("pass_check", measure)


def asks_while_the_clock_stands(town: Town) -> Page:
    measure = asked(town)
    request(town, measure, "school-head")
    return Person(town, "school-head").does("ask_question", measure, text="Welche Räume sind es?")


def provides(town: Town, *desks: str) -> Page:
    measure = asked(town)
    for desk in desks:
        request(town, measure, desk)
    page = Person(town, "youth-head").opens(measure)
    assert page.shows(MISSING)
    return page.do("provide_documents", text="Liegt nun bei.")


def provides_while_another_request_is_open(town: Town) -> Page:
    return provides(town, "school-head", "centre-clerk")


def withdraws(town: Town, *desks: str) -> Page:
    measure = asked(town)
    rows = [request(town, measure, desk) for desk in desks]
    page = Person(town, desks[0]).act(measure, "withdraw_request", about=rows[0].pk)
    return page.fill_in("/nachforderung-zuruecknehmen/")


def withdraws_while_another_request_is_open(town: Town) -> Page:
    return withdraws(town, "school-head", "centre-clerk")


def signs(town: Town) -> Page:
    return Person(town, "mayor-mayor").does("sign", town.in_final_signature())


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (agrees_to_a_whole_draft, "Sie haben zugestimmt. Die Maßnahme kann jetzt eingereicht"),
        (agrees_to_a_draft_with_gaps, "Sie haben zugestimmt. Vor dem Einreichen fehlt noch:"),
        (submits, "Eingereicht. Jetzt folgt die Vorprüfung."),
        (submits_for_the_secretariat, "Eingereicht. Jetzt folgt die Vorprüfung."),
        (passes_on, "Die Ämter sind um Mitzeichnung gebeten."),
        (passes_on_to_nobody, "Weitergegeben. Es muss kein Amt gefragt werden."),
        (asks_while_the_clock_stands, "Sie hält keine Frist an."),
        (lambda town: provides(town, "school-head"), "Die Frist der anfragenden Stelle läuft"),
        (
            provides_while_another_request_is_open,
            "Die Frist der anfragenden Stelle steht wegen einer anderen Nachforderung weiter still",
        ),
        (lambda town: withdraws(town, "school-head"), "zurückgenommen. Die Frist läuft weiter."),
        (withdraws_while_another_request_is_open, "steht wegen einer anderen weiter still."),
        (signs, "Gezeichnet. Die Vorlage geht in die Beratung."),
    ],
)
def test_what_is_said_after_an_act_is_true(town: Town, deed: Deed, words: str) -> None:
    assert deed(town).shows(words)
