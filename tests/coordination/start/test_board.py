"""The start page of each role: every number is a link to exactly the list that has so many rows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.concept.models import Concept
from coordination.concept.queries.concepts import ages_to_report
from coordination.council.models import Meeting, Membership
from coordination.council.queries.sessions import next_sessions_of
from coordination.measures.actions.visits import note_visit
from coordination.measures.models import Measure
from tests.coordination.concept import concepts
from tests.coordination.demands.demands import brought_to as brought_to_demand
from tests.coordination.demands.demands import recorded
from tests.coordination.followup.items import item
from tests.coordination.letter.orders import brought_to
from tests.coordination.targets.targets import resolved
from tests.journeys.driver import Page, Person
from tests.mandates import end_mandate
from tests.rows import remembered
from tests.town import Town, found
from workflows.actions.people.substitutions import add_substitution
from workflows.models import Case, CaseAudience, Deadline
from workflows.queries.proof.verification import verify

pytestmark = pytest.mark.django_db

MOST = 15
LINE = re.compile(
    r'<a class="ff-start__line[^"]*" href="([^"]+)"><span class="ff-start__number">([^<]+)</span>'
)
LEADING = ("division_3-deputy_mayor", "mayor-mayor", "centre-head", "youth-head")


@remembered
def at_work() -> Town:
    """A town in which work waits, is late, comes before bodies and has changed since."""
    town = found()
    brought_to(town, "in_work", due_on="2026-03-06")
    brought_to(town, "accepted", due_on="2026-12-01")
    item(town)
    # One is late after sixty days, one not any more owed; one comes when the others are old.
    brought_to_demand(town, "assigned", title="Mehr Sprachkurse")
    brought_to_demand(town, "declined", title="Ein Haus der Kulturen")
    late = town.in_cosigning(title="Vor langer Zeit", impact_school=True, impact_health=True)
    town.in_release(title="Wartet auf die Freigabe")
    read = [town.in_cosigning(title=f"Gelesen {number}") for number in range(3)]
    town.now += timedelta(days=60)
    for number in range(2):
        debated = town.in_deliberation(title=f"In der Beratung {number}")
    town.in_final_signature(title="Wartet auf die Unterschrift")
    day = town.now.date().isoformat()
    recorded(town, title="Ein Gespräch", dated_on=day, received_on=day)
    concept = concepts.commissioned(town)
    concepts.do(town, concept, "edit", concepts.CLERK, starts_on="2026-09-01")
    for desk in (*LEADING, "school-head"):
        for case in Case.objects.filter(pk__in=[row.case_id for row in (late, debated, *read)]):
            note_visit(case, by=town.person(desk), at=town.now)
    town.do(read[0], "withdraw", "youth-head", text="Wir brauchen es nicht mehr.")
    town.do(read[1], "send_back", "division_3-deputy_mayor", text="Bitte genauer.")
    first = Meeting.objects.filter(consultations__case=debated.case_id).earliest("starts_at")
    town.now = first.starts_at - timedelta(days=3)
    add_substitution(
        represented=town.person("social-head").pk, deputy=town.person("youth-head").pk,
        starts_on=town.now.date(), ends_on=town.now.date() + timedelta(days=7),
        by=town.person("social-head").pk, at=town.now,
    )  # fmt: skip
    return town


def rows_of(page: Page) -> int:
    """How many rows a list has, on all its pages."""
    number = 0
    while True:
        tasks = page.html.count('<li class="ff-inbox__row')
        number += tasks or page.html.count('scope="row"')
        following = re.search(r'<a[^>]*href="([^"]+)"[^>]*rel="next"', page.html)
        if following is None:
            return number
        page = page.person.get(unescape(following[1]))


@pytest.mark.parametrize("desk", LEADING)
def test_each_number_leads_to_as_many_rows(db: None, desk: str) -> None:
    town = at_work()
    person = Person(town, desk)
    lines = [(unescape(url), number) for url, number in LINE.findall(person.get("/").html)]
    assert {url: f"{rows_of(person.get(url))}" for url, _number in lines} == dict(lines)
    ways = {url.partition("?")[0] for url, _number in lines}
    assert ways >= {"/", "/stand/", "/vorhaben/", "/neues/", "/auftraege/"}, ways


@pytest.mark.parametrize(
    ("desk", "owed", "late"),
    [("division_3-integration_deputy", "2", "1"), ("mayor-mayor", "2", "1"),
     ("centre-head", "2", "1"), ("social-head", "1", "1"), ("school-head", "", "")],
)  # fmt: skip
def test_demands_without_an_answer_stand_on_the_board(
    db: None, desk: str, owed: str, late: str
) -> None:
    page = Person(at_work(), desk).get("/")
    lines = {unescape(url): number for url, number in LINE.findall(page.html)}
    assert lines.get("/forderungen/?state=owed", "") == owed
    assert lines.get("/forderungen/?state=late", "") == late


def test_start_page_of_the_deputy_mayor_asks_few_questions(db: None) -> None:
    town = at_work()
    person = Person(town, "division_3-deputy_mayor")
    person.get("/")
    with CaptureQueriesContext(connection) as captured:
        page = person.get("/")
    assert len(captured) <= MOST
    assert page.shows(
        "Leitung der Integration", "OB 1/2025", "Start der Arbeit", "Phase beauftragt"
    )
    end_mandate(town)
    with CaptureQueriesContext(connection) as captured:
        page = person.get("/")
    assert len(captured) <= MOST
    assert page.shows("Heute hat niemand ein gültiges Mandat")


def test_what_one_has_read_is_no_news_nor_what_one_has_done(db: None) -> None:
    town = at_work()
    for desk in ("division_3-deputy_mayor", "youth-head"):
        assert rows_of(Person(town, desk).get("/neues/")) == 1
    person = Person(town, "mayor-mayor")
    page = person.get("/neues/")
    assert rows_of(page) == 2
    opened = re.search(r'href="(/massnahmen/\d+/)"', page.html)
    assert opened is not None
    person.get(opened[1])
    assert rows_of(person.get("/neues/")) == 1
    assert rows_of(Person(town, "centre-clerk").get("/neues/")) == 0
    assert "Nichts Neues" in Person(town, "council-observer").get("/neues/").html


def test_only_planned_matters_are_listed_where_the_board_leads(db: None) -> None:
    town = at_work()
    person = Person(town, "mayor-mayor")
    everything, planned = person.get("/vorhaben/"), person.get("/vorhaben/?planned=on")
    assert 2 <= rows_of(planned) < rows_of(everything)
    assert everything.html.count(">voraussichtlich<") == rows_of(everything) - rows_of(planned)
    assert ">voraussichtlich<" not in planned.html


def test_a_member_of_the_council_reads_what_they_are_here_for(db: None) -> None:
    town = at_work()
    person = Person(town, "council-observer")
    page = person.get("/")
    assert page.shows("was die Verwaltung vorbereitet und ausführt", "Akteneinsicht")
    assert not page.shows("Zurzeit ist nichts zu erledigen")
    lines = [(unescape(url), number) for url, number in LINE.findall(page.html)]
    assert {url: f"{rows_of(person.get(url))}" for url, _number in lines} == dict(lines)
    assert "/beschlusskontrolle/" in dict(lines)
    assert page.shows("Ihre Vorgänge", "Zurzeit sehen Sie keine Maßnahme")
    # What there is none of has no tab; and sessions, not tasks, are what comes next.
    assert not page.shows("Meine Aufgaben")
    assert not page.shows("Wiedervorlage")
    ahead = Meeting.objects.filter(starts_at__gt=town.now, is_cancelled=False)
    first = ahead.order_by("starts_at").first()
    assert first is not None
    assert page.shows("Nächste Sitzungen", first.organization.name)
    assert person.get(f"/sitzungen/{first.pk}/").status == 200


def test_a_member_reads_of_the_sessions_of_their_own_body(db: None) -> None:
    town = at_work()
    ahead = Meeting.objects.filter(starts_at__gt=town.now, is_cancelled=False)
    own, other = ahead.order_by("organization").distinct("organization")[:2]
    Membership.objects.create(
        organization=own.organization, person=town.person("council-observer"), role="Mitglied",
        start_date=town.now.date(),
    )  # fmt: skip
    found = next_sessions_of(town.person("council-observer"), at=town.now)
    assert {one.organization_id for one in found} == {own.organization_id}
    everybody = next_sessions_of(town.person("equality-head"), at=town.now)
    assert {own.organization_id, other.organization_id} <= {m.organization_id for m in everybody}


@pytest.mark.parametrize("desk", ["council-observer", "organisation-organisation"])
def test_who_has_tasks_beside_finds_only_the_tabs_with_some(db: None, desk: str) -> None:
    town = at_work()
    person = Person(town, desk)
    assert "ff-tabs" not in person.get("/").html
    measure = Measure.objects.order_by("pk").first()
    assert measure is not None
    Case.objects.filter(pk=measure.case_id).update(opened_by=town.person(desk))
    CaseAudience.objects.get_or_create(case_id=measure.case_id, desk_id=town.desks[desk],
                                       defaults={"reason": "task"})  # fmt: skip
    page = person.get("/")
    assert page.shows("Von mir gestartet")
    assert not page.shows("Meine Aufgaben")
    lines = {unescape(url): number for url, number in LINE.findall(page.html)}
    if desk == "council-observer":
        assert (lines["/massnahmen/?phase="], rows_of(person.get("/massnahmen/?phase="))) == (
            "1",
            1,
        )


def test_the_council_office_reads_what_comes_above_its_tasks(db: None) -> None:
    person = Person(at_work(), "council_office-council_secretary")
    page = person.get("/")
    assert page.shows("In vier Wochen vor diesen Gremien")
    lines = [(unescape(url), number) for url, number in LINE.findall(page.html)]
    assert lines
    assert {url: f"{rows_of(person.get(url))}" for url, _number in lines} == dict(lines)


def test_the_organisation_office_begins_with_the_organisation(town: Town) -> None:
    page = Person(town, "organisation-organisation").get("/")
    assert page.shows("wer welche Stelle hat", "Einheiten und Stellen", "Störungen")
    assert not page.shows("Zurzeit ist nichts zu erledigen")


def test_a_clerk_begins_with_the_tasks(town: Town) -> None:
    page = Person(town, "youth-clerk").get("/")
    assert LINE.findall(page.html) == []
    assert page.shows("Leitung der Integration", "Zurzeit ist nichts zu erledigen")


def test_the_start_after_the_summer_is_a_deadline_until_the_agency_works(town: Town) -> None:
    concept = concepts.prompted(town)
    page = Person(town, concepts.CLERK).get(reverse("concept:edit", args=[concept.case_id]))
    assert 'value="02.09.2026"' in page.html
    for day in ("2026-09-02", "2026-09-03"):
        concepts.do(town, concept, "edit", concepts.CLERK, starts_on=day)
        assert starts(concept) == [(date.fromisoformat(day), "running")]
    found_target = resolved(town)
    concepts.do(town, concept, "set_target", concepts.CLERK, target=found_target.pk)
    assert starts(concept)[-1] == (date(2026, 9, 3), "running")
    page = Person(town, concepts.CLERK).get("/fristen/")
    assert page.shows("Die Arbeit am Konzept beginnen lassen", "03.09.2026")
    # Whoever plans when a body decides reads it above the plan.
    planned = reverse("coordination:measure_sessions", args=[town.propose().case_id])
    assert Person(town, concepts.CLERK).get(planned).shows("Start der Arbeit", "03.09.2026")
    concepts.do(
        town, concept, "begin_award", concepts.CLERK, terms=concepts.LONG, procedure="negotiated",
        total="40000",
    )  # fmt: skip
    day = town.now.date()
    concepts.do(
        town, concept, "commission", concepts.BGI, agency="Institut", contact="Dezernat III",
        project_group=concepts.LONG, advisory_board=concepts.LONG, payment_plan=concepts.LONG,
        signed_on=day.isoformat(), ends_on=(day + timedelta(days=300)).isoformat(),
    )  # fmt: skip
    assert "running" not in dict(starts(concept)).values()
    assert list(verify()) == []


def starts(concept: Concept) -> list[tuple[date, str]]:
    """The deadlines of the start of the work, the present one last."""
    rows = Deadline.objects.filter(case=concept.case_id, kind="concept_start")
    return list(rows.order_by("starts_on", "due_on", "pk").values_list("due_on", "status"))


def test_the_group_is_told_how_old_the_phase_of_a_concept_is(town: Town) -> None:
    concept = concepts.prompted(town)
    town.now += timedelta(days=30)
    assert list(ages_to_report(town.now.date())) == [
        (concept.title, "Phase „angestoßen“ seit 30 Tagen, 12 Werktage über ihrem Termin.")
    ]
