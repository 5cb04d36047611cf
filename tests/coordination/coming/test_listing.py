"""What comes before which body: planned, expected, unknown; filtered, seen, counted, as a file."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from coordination.city.models import District
from coordination.coming.queries.listing import Listing, find
from coordination.coming.queries.wanted import Wanted
from coordination.council.models import Consultation, Meeting, Organization
from coordination.decisions.flows.planning import planner_of
from coordination.decisions.rules.looks import decision_of
from coordination.measures.models import Measure
from coordination.measures.queries.reach import reach_of
from tests.coordination.publishing.entries import in_state, matter
from tests.journeys.driver import Person
from tests.statements import statements
from tests.town import Town
from workflows.calendars import local_date
from workflows.queries.acting.offers import situation

pytestmark = pytest.mark.django_db

MOST = 15
"""With those of session, desks and BEGIN."""
SEES_ALL = "centre-clerk"


def listed(town: Town, who: str = SEES_ALL, **wanted: object) -> Listing:
    reach = reach_of(town.person(who), at=town.now)
    return find(reach, Wanted(**wanted), at=town.now)  # type: ignore[arg-type] # by the test


def said(listing: Listing) -> list[tuple[int, date | None, bool]]:
    return [(place.key, place.day, place.is_forecast) for place in listing.places(0, listing.count)]


def plan(measure: Measure, *bodies: str) -> list[date]:
    """A chain into the third sessions of some bodies, entered by hand; returns their days."""
    days = []
    for position, key in enumerate(bodies, start=1):
        body = Organization.objects.get(key=key)
        meeting = Meeting.objects.filter(organization=body).order_by("starts_at")[2]
        role = "decision" if position == len(bodies) else "preliminary"
        Consultation.objects.create(
            case=measure.case, position=position, organization=body, meeting=meeting, role=role
        )
        days.append(local_date(meeting.starts_at))
    return days


def test_a_forecast_is_what_the_planner_says_of_each_matter(town: Town) -> None:
    """Brought together for the list, each is planned as on its own page."""
    north = District.objects.get(key="north").pk
    measures = [
        matter(town),
        town.propose(),
        matter(town, is_urgent=True),
        matter(town, districts=[north], decision_path="district_council"),
        matter(town, cost="150000", cover="Etat"),
        matter(town, impact_minors=True, decision_path="committee"),
    ]
    wanted = {}
    for measure in measures:
        met = situation(measure.case, person=town.person("youth-head").pk, at=town.now)
        planner = planner_of(decision_of(met.look))
        assert planner is not None
        way = planner.earliest(local_date(town.now))
        assert way is not None
        wanted[measure.pk] = [(one.body.key, one.session.held_on) for one in way.stations]
    shown = listed(town, "youth-head")
    found = {
        place.key: [(one.body.key, one.session.held_on) for one in place.way.stations]
        for place in shown.places(0, shown.count)
        if place.way
    }
    assert found == wanted
    assert len({tuple(way) for way in wanted.values()}) >= 4
    # However the list is cut, each stands in it once.
    for size in (1, 2, 3):
        cut = [shown.places(start, start + size) for start in range(0, shown.count, size)]
        assert [place for places in cut for place in places] == [*shown.places(0, shown.count)]


def test_planned_comes_by_its_session_and_what_no_body_is_known_for_comes_last(town: Town) -> None:
    planned, expected, unknown = (
        matter(town), matter(town), matter(town, decision_path="committee")
    )  # fmt: skip
    first, _second = plan(planned, "integration", "council")
    matter(town, decision_path="current_administration")
    (_key, day, _is_forecast) = said(listed(town))[0]
    assert day is not None
    assert day < first
    assert said(listed(town)) == [
        (expected.pk, day, True), (planned.pk, first, False), (unknown.pk, None, False)
    ]  # fmt: skip


def test_filters_ask_for_the_session_of_that_body_in_those_days(town: Town) -> None:
    north = District.objects.get(key="north").pk
    planned, other = matter(town), matter(town, districts=[north])
    _first, second = plan(planned, "integration", "council")
    council = Organization.objects.get(key="council").pk
    assert (planned.pk, second, False) in said(listed(town, body=council))
    assert said(listed(town, since=second, until=second, body=council)) == [
        (planned.pk, second, False)
    ]
    assert said(listed(town, since=second + timedelta(days=1), body=council)) == []
    assert [key for key, *_ in said(listed(town, district=north))] == [other.pk]
    assert said(listed(town, office=town.units["social"])) == []


def test_everybody_sees_their_own_and_a_member_of_the_council_no_forecast(town: Town) -> None:
    draft, secret = town.propose(), matter(town, access="restricted")
    assert {key for key, *_ in said(listed(town, "youth-head"))} == {draft.pk, secret.pk}
    assert said(listed(town, "social-clerk")) == []
    assert said(listed(town, "council-observer")) == []


def test_what_waits_for_the_result_of_a_past_session_is_not_to_come(town: Town) -> None:
    measure = matter(town)
    plan(measure, "council")
    in_state(measure, "deliberation")
    Meeting.objects.filter(consultations__case=measure.case).update(
        starts_at=town.now - timedelta(days=1)
    )
    assert said(listed(town)) == []


def test_the_page_and_its_file_say_the_same_with_few_statements(town: Town) -> None:
    north = District.objects.get(key="north").pk
    words = {"participation": "planned", "participation_words": "Umfrage im Stadtteil."}
    for number in range(3):
        measure = matter(
            town, title=f"Vorhaben {number}", cost="5000", cover="Etat", districts=[north], **words
        )
        plan(measure, "integration", "council")
    person = Person(town, SEES_ALL)
    page = person.get("/vorhaben/")
    for words_ in ("3 Vorhaben", "5.000,00 €", "Nord", "Umfrage im Stadtteil."):
        assert words_ in page.text
    matter(town, districts=[north], is_urgent=True)
    with statements() as few:
        person.get("/vorhaben/")
    for _number in range(3):
        matter(town, districts=[north], is_urgent=True)
    with statements() as many:
        person.get("/vorhaben/")
    assert many.sent == few.sent
    assert many.sent <= MOST
    with person.now():
        file = person.client.get(f"/vorhaben/tabelle/?district={north}")
    rows = list(load_workbook(BytesIO(file.content)).active.values)
    assert len(rows) == 8
    assert rows[0][0] == "Sitzung"
    assert {row[1] for row in rows[1:]} == {"geplant", "voraussichtlich"}


def test_a_filter_that_cannot_be_read_is_named(town: Town) -> None:
    page = Person(town, SEES_ALL).get("/vorhaben/", {"since": "2026-05-02", "until": "2026-05-01"})
    assert page.status == 200
    assert page.shows("Das Ende liegt vor dem Beginn.")
