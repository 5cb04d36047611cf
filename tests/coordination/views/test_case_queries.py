"""The pages ask the database as often for one thing as for many."""

from __future__ import annotations

from django.urls import reverse

from tests.fullest import fullest
from tests.journeys.driver import Person
from tests.situations import COUNCIL_OFFICE, Stage
from tests.statements import statements
from tests.town import Town


def _count(person: Person, url: str) -> int:
    """Statements of a page that was opened before, as PostgreSQL gets them."""
    person.get(url)
    with statements() as count:
        assert person.get(url).status == 200
    return count.sent


def test_list_asks_the_same_for_one_measure_and_three(town: Town) -> None:
    person = Person(town, "youth-head")
    town.propose()
    one = _count(person, "/massnahmen/")
    town.in_cosigning(impact_school=True, title="B")
    town.in_release(title="C")
    assert _count(person, "/massnahmen/") == one
    assert one <= 6
    field, lead = town.fields["fields_of_action"][0], town.units["youth"]
    asked = f"q=Sprachkurse&state=draft&light=grey&lead={lead}&field={field}"
    assert _count(person, f"/massnahmen/?{asked}") <= 8


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
    assert few <= 12


MOST = {
    "social-head": 16, "social-clerk": 13, "division_3-integration_deputy": 13,
    COUNCIL_OFFICE: 17, "council-observer": 12,
}  # fmt: skip
"""By who looks: heads and the council office are offered most, and each act has its questions.

A member of the council is shown what deputy mayors have put to the main committee besides."""


LISTS = (
    "rounds", "stations", "waivers", "questions", "obligations", "reports", "relatives", "entries",
    "versions", "departures", "attachments", "deadlines", "waiting", "further", "topics",
)  # fmt: skip


def test_page_that_has_everything_asks_little(stage: Stage) -> None:
    """Chain, rounds, milestones, reports, deadlines, versions, demand, objective, supplement."""
    measure = fullest(stage)
    url = reverse("coordination:measure", args=[measure.case_id])
    shown = Person(stage.town, "social-head").get(url).response.context
    empty = {name for name in LISTS if not shown[name]}
    assert empty == set()
    assert {len(shown["rounds"]), len(shown["attachments"][0].versions.all())} == {2}
    assert [bool(report.changes) for report in shown["reports"]] == [True]
    assert all(shown["deadlines"].values())
    counts = {who: _count(Person(stage.town, who), url) for who in MOST}
    assert {who for who, count in counts.items() if count > MOST[who]} == set(), counts


def test_coming_matters_and_follow_up_ask_little(stage: Stage) -> None:
    stage.deliberation()
    head = Person(stage.town, stage.head)
    assert _count(head, "/vorhaben/") <= 17
    assert _count(head, "/beschlusskontrolle/") <= 7


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
