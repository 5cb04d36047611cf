"""The list of measures: who sees what, filters, search, order, pages, file."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.city.queries import reach
from coordination.decisions.enums import MeasureState
from coordination.measures.models import Measure
from coordination.measures.queries import phases
from coordination.measures.views import measures as measure_views
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.models import Case


def _titles(page: Page) -> list[str]:
    assert page.status == 200, page.html
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]+">([^<]+)</a>', page.html)


def _rows(page: Page) -> list[list[str]]:
    content = page.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def test_list_shows_a_draft_to_its_office_only(town: Town) -> None:
    town.propose(title="Nur für uns")
    assert _titles(Person(town, "youth-head").get("/massnahmen/")) == ["Nur für uns"]
    assert _titles(Person(town, "social-head").get("/massnahmen/")) == []
    assert _titles(Person(town, "mayor-mayor").get("/massnahmen/")) == []


@pytest.mark.parametrize(
    "query", ["", "lead={lead}&field={field}", "state=cosigning&priority=high", "q=Kinder"]
)
def test_list_asks_ten_times_at_most(town: Town, query: str) -> None:
    """With the session, the account and what stands in the head of every page."""
    town.in_cosigning(impact_school=True)
    person = Person(town, "division_3-deputy_mayor")
    field = town.fields["fields_of_action"][0]
    address = f"/massnahmen/?{query.format(lead=town.units['youth'], field=field)}"
    person.get(address)
    with CaptureQueriesContext(connection) as asked:
        person.get(address)
    assert len(asked) <= 10, [each["sql"] for each in asked]


def test_list_asks_for_a_login(town: Town, client: Client) -> None:
    response = client.get("/massnahmen/")
    assert response.status_code == 302
    assert "next=/massnahmen/" in response.headers["Location"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("sort=-title", ["Zentrum", "Gesundheitslotsen", "Ämter öffnen"]),
        ("sort=-cost", ["Zentrum", "Gesundheitslotsen", "Ämter öffnen"]),
        ("sort=cost", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("q=lotse", ["Gesundheitslotsen"]),
        ("q=Aemter", ["Ämter öffnen"]),
        ("q=AMTER", ["Ämter öffnen"]),
        ("q=Kinder", ["Zentrum"]),
        ("q=M-2026", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("state=check", ["Zentrum"]),
        ("phase=council", []),
        ("phase=preparation", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("priority=low", ["Gesundheitslotsen"]),
        ("path=committee", ["Ämter öffnen"]),
        ("overdue=on", []),
        ("light=red", []),
        ("q=%27%22%3B--", []),
        ("q=%00", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("state=unknown", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("lead=999999999999", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("page=99", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
        ("sort=nonsense", ["Ämter öffnen", "Gesundheitslotsen", "Zentrum"]),
    ],
)
def test_list_is_filtered_by_its_address(town: Town, query: str, found: list[str]) -> None:
    town.propose(title="Ämter öffnen", decision_path="committee", cost="1")
    town.propose(title="Gesundheitslotsen", priority="low", cost="20", cover="x")
    third = town.propose(title="Zentrum", goal="Kindern helfen", cost="300.5", cover="x")
    town.do(third, "submit", "youth-head")
    assert _titles(Person(town, "youth-head").get(f"/massnahmen/?{query}")) == found


def _tabs(page: Page) -> dict[str, str]:
    """The numbers behind the tabs of the phases."""
    found = re.findall(
        r'phase=(\w+)"[^>]*>[^<]+ <span class="ff-count ff-count--quiet">([^<]+)</span>', page.html
    )
    return dict(found)


_NONE = dict.fromkeys(("preparation", "council", "implementation", "closed"), "0")


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ("", {"preparation": "2", "implementation": "1"}),
        ("phase=preparation", {"preparation": "2", "implementation": "1"}),
        ("phase=closed", {"preparation": "2", "implementation": "1"}),
        ("state=check", {"preparation": "2", "implementation": "1"}),
        ("priority=low", {"preparation": "1"}),
        ("q=Zentrum", {"implementation": "1"}),
        ("q=Zentrum&phase=preparation", {"implementation": "1"}),
        ("q=nirgends", {}),
    ],
)
@pytest.mark.parametrize("few", [0, 5000])
def test_tabs_say_how_many_there_are_in_each_phase(
    town: Town, monkeypatch: pytest.MonkeyPatch, query: str, counts: dict[str, str], few: int
) -> None:
    monkeypatch.setattr(reach, "FEW", few)
    town.propose(title="Ämter öffnen")
    town.propose(title="Gesundheitslotsen", priority="low")
    resting = town.propose(title="Zentrum")
    Case.objects.filter(pk=resting.case_id).update(state="paused", version=2)
    person = Person(town, "youth-head")
    person.get("/massnahmen/")
    with CaptureQueriesContext(connection) as statements:
        page = person.get(f"/massnahmen/?{query}")
    assert _tabs(page) == _NONE | counts
    assert len(statements) <= 10


def test_tabs_count_no_further_than_anybody_wants_to_know(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phases, "MOST", 1)
    monkeypatch.setattr(measure_views, "MOST", 1)
    for number in range(3):
        town.propose(title=f"Nummer {number}")
    for query in ("", "?phase=council"):
        assert _tabs(Person(town, "youth-head").get(f"/massnahmen/{query}")) == _NONE | {
            "preparation": "1+"
        }


def test_every_state_that_is_shown_has_its_phase() -> None:
    assert {*phases.PHASES["preparation"], *phases.PHASES["council"]} | {
        *phases.PHASES["implementation"], *phases.PHASES["closed"],
    } == set(MeasureState) - {MeasureState.DISCARDED}  # fmt: skip


def test_list_filters_by_what_measures_are_sorted_by(town: Town) -> None:
    north = town.fields | {"title": "Nord"}
    from coordination.city.models import District, FieldOfAction

    district = District.objects.get(key="north")
    education = FieldOfAction.objects.get(key="education")
    town.propose(**north | {"districts": [district.pk], "fields_of_action": [education.pk]})
    town.propose(title="Überall")
    person = Person(town, "youth-clerk")
    assert _titles(person.get("/massnahmen/", {"district": district.pk})) == ["Nord"]
    assert _titles(person.get("/massnahmen/", {"field": education.pk})) == ["Nord"]
    assert _titles(person.get("/massnahmen/", {"group": town.fields["target_groups"][0]})) == [
        "Nord",
        "Überall",
    ]
    assert _titles(person.get("/massnahmen/", {"lead": town.units["youth"]})) == ["Nord", "Überall"]
    assert _titles(person.get("/massnahmen/", {"lead": town.units["health"]})) == []
    assert _titles(person.get("/massnahmen/", {"mine": "on"})) == ["Nord", "Überall"]


def test_list_pages_keep_the_filter(town: Town) -> None:
    for number in range(52):
        town.propose(title=f"Kurs {number:02d}")
    person = Person(town, "youth-clerk")
    first = person.get("/massnahmen/?q=Kurs")
    assert len(_titles(first)) == 50
    assert "?q=Kurs&amp;page=2" in first.html
    assert _titles(person.get("/massnahmen/?q=Kurs&page=2")) == ["Kurs 50", "Kurs 51"]
    assert len(_titles(person.get("/massnahmen/?q=Kurs&print=1"))) == 52


def test_export_holds_exactly_the_list_and_no_formula(town: Town) -> None:
    town.propose(title="=cmd|' /C calc'!A0", cost="1234.5", cover="x")
    town.propose(title="Anderes")
    person = Person(town, "youth-clerk")
    page = person.get(reverse("coordination:measure_export") + "?q=calc")
    assert page.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.response.headers["Content-Disposition"] == (
        'attachment; filename="massnahmen-2026-03-02.csv"'
    )
    head, *rows = _rows(page)
    assert head[:3] == ["Nummer", "Titel", "Stand"]
    assert [row[1] for row in rows] == ["'=cmd|' /C calc'!A0"]
    assert rows[0][9] == "1234,50"
    stranger = _rows(Person(town, "social-clerk").get(reverse("coordination:measure_export")))
    assert len(stranger) == 1


def test_list_offers_to_propose_only_who_may(town: Town) -> None:
    assert "/massnahmen/neu/" in Person(town, "youth-clerk").get("/massnahmen/").html
    assert "/massnahmen/neu/" not in Person(town, "council-observer").get("/massnahmen/").html
    refused = Person(town, "council-observer").get("/massnahmen/neu/")
    assert refused.status == 403


def test_list_escapes_titles(town: Town) -> None:
    town.propose(title="<script>alert(1)</script>")
    page = Person(town, "youth-clerk").get("/massnahmen/")
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;alert(1)" in page.html
    assert Measure.objects.count() == 1
