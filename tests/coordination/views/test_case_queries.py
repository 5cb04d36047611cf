"""The pages ask the database as often for one thing as for many."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.journeys.driver import Person
from tests.town import Town

# Session, user and what the frame shows: unread notices, the entries of the navigation.
FRAME = 4


def _count(person: Person, url: str) -> int:
    person.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert person.get(url).status == 200
    return len(captured)


def test_list_asks_the_same_for_one_measure_and_three(town: Town) -> None:
    person = Person(town, "youth-head")
    town.propose()
    one = _count(person, "/massnahmen/")
    town.in_cosigning(impact_school=True, title="B")
    town.in_release(title="C")
    assert _count(person, "/massnahmen/") == one
    assert one <= 10
    assert _count(person, "/massnahmen/?q=Sprachkurse&state=draft&light=grey") <= 10


def test_case_page_asks_the_same_for_one_office_and_three(town: Town) -> None:
    person = Person(town, "youth-head")
    one = town.in_cosigning(impact_school=True)
    three = town.in_cosigning(
        impact_school=True, impact_health=True, impact_contract=True, title="B"
    )
    for measure, offices in ((one, ["school"]), (three, ["school", "health", "legal"])):
        for office in offices:
            data = {
                "choice": "conditional",
                "conditions": ["Eine.", "Zwei.", "Drei."][: len(offices)],
            }
            town.do(measure, "vote", f"{office}-head", **data)
    few = _count(person, f"/massnahmen/{one.case_id}/")
    assert _count(person, f"/massnahmen/{three.case_id}/") == few
    assert few <= 20


def test_case_page_asks_the_same_for_one_milestone_and_three(town: Town) -> None:
    person = Person(town, "youth-clerk")
    stones = [
        {"id": None, "title": f"Stein {number}", "due_on": f"2027-0{number}-01"}
        for number in (1, 2, 3)
    ]
    pages = []
    for number in (1, 3):
        measure = town.in_deliberation(title=f"M{number}", milestones=stones[:number])
        town.decide(measure)
        responsible = town.person("youth-clerk").pk
        town.do(measure, "start_implementation", "youth-head", responsible=responsible)
        pages.append(_count(person, f"/massnahmen/{measure.case_id}/"))
    assert pages[0] == pages[1]
