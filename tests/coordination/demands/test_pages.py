"""The pages of demands: the register with its filters, a demand inside, and who meets no word."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from coordination.demands.models import Demand
from coordination.demands.queries.history import stations_of
from coordination.demands.queries.listing import Filter, find
from tests.coordination.demands.demands import (
    BGI,
    CLERK,
    HEAD,
    KI,
    REASON,
    association,
    brought_to,
    do,
    link,
    measure_of,
    recorded,
    register,
)
from tests.journeys.driver import Person
from tests.town import Town
from workflows.models import User

pytestmark = pytest.mark.django_db

CANARY, LURE = "Zaunkönigin", "Geheimsache"


def numbers(town: Town, **wanted: Any) -> set[str]:
    """The titles that the centre finds."""
    rows = find(town.person(KI), Filter(**wanted), at=town.now).everything()
    return {row.demand.title for row in rows}


def test_the_register_is_filtered_as_one_asks(town: Town) -> None:
    old = recorded(town, title="Alt", dated_on="2015-12-01", received_on="2015-12-01")
    brought_to(town, "assigned", title="Zugewiesen")
    brought_to(town, "settled", title="Vorbei")
    recorded(town, title="Fremd", kind="talk", sender=association(town, "relief"))
    assert numbers(town) == {"Alt", "Zugewiesen", "Fremd"}
    assert numbers(town, age=365) == {"Alt"}
    assert numbers(town, sender=association(town, "relief")) == {"Fremd"}
    assert numbers(town, kind="talk") == {"Fremd"}
    assert numbers(town, office=town.units["social"]) == {"Zugewiesen"}
    assert numbers(town, field=Demand.objects.get(title="Vorbei").fields_of_action[0]) == {
        "Zugewiesen"
    }
    assert numbers(town, state="over") == {"Vorbei"}
    assert numbers(town, text="vorb") == {"Vorbei"}
    assert numbers(town, text=old.reference.lower()) == {"Alt"}
    days = [row.days for row in find(town.person(KI), Filter(), at=town.now).everything()]
    assert days == sorted(days, reverse=True)


def test_the_table_holds_exactly_the_list(town: Town) -> None:
    recorded(town, title="Eine", dated_on="2015-12-01", received_on="2015-12-01")
    recorded(town, title="=SUMME(A1)", kind="talk")
    answer = Person(town, KI).get("/forderungen/tabelle/?kind=demand").response
    sheet = ZipFile(BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert ("Eine" in sheet, "SUMME" in sheet, "3744" in sheet) == (True, False, True)


def test_bad_filters_are_named_and_nothing_breaks(town: Town) -> None:
    centre = Person(town, KI)
    for query in (
        "state=x",
        "age=-1",
        "field=9999999999999999999",
        "sender=%00",
        "sort=;",
        "q=%00",
    ):
        assert centre.get(f"/forderungen/?{query}").status == 200


def test_a_new_demand_keeps_what_was_typed(town: Town) -> None:
    association(town)
    page = Person(town, KI).get("/forderungen/neu/")
    sent = page.fill_in("/forderungen/neu/", status=422, title="Ein Masterplan", words="Worte.")
    assert [word in sent.html for word in ("Ein Masterplan", "Worte.")] == [True, True]
    assert not Demand.objects.exists()


def test_whoever_signs_reads_what_they_sign(town: Town) -> None:
    demand = brought_to(town, "examining:drafted")
    deputy = Person(town, BGI)
    words = "Das Konzept liegt im Herbst vor."
    assert deputy.get(f"/forderungen/{demand.case_id}/").shows(words)
    page = deputy.get(f"/forderungen/{demand.case_id}/unterschreiben/")
    assert page.shows(words)
    page.fill_in("/unterschreiben/")
    demand.refresh_from_db()
    assert demand.state == "answered"


def test_a_measure_is_linked_by_its_number_and_shows_its_demand(town: Town) -> None:
    demand, measure = brought_to(town, "examining"), measure_of(town)
    page = Person(town, CLERK).get(f"/forderungen/{demand.case_id}/massnahme/")
    unknown = page.fill_in("/massnahme/", status=422, measure="M-0000-1")
    assert "M-0000-1" in unknown.html
    assert unknown.shows("Bitte prüfen Sie das Aktenzeichen")
    unknown.fill_in("/massnahme/", measure=measure.reference.lower())
    assert Person(town, HEAD).get(f"/massnahmen/{measure.case_id}/").shows(demand.title)


def test_nobody_else_meets_a_demand(town: Town) -> None:
    """Neither a list nor a page nor the page of its measure says a word of it to others."""
    association(town, with_guest=True)
    association(town, "relief", with_guest=True)
    demand = brought_to(town, "examining", title=f"{LURE} {CANARY}", words=CANARY, evidence=CANARY)
    measure = measure_of(town, partners=[town.units["school"]], impact_school=True)
    link(town, demand, measure)
    town.do(measure, "submit", HEAD)
    town.do(measure, "pass_check", KI)
    here = f"/forderungen/{demand.case_id}/"
    assert Person(town, HEAD).get(f"/massnahmen/{measure.case_id}/").html.count(CANARY) == 1
    for desk in ("school-head", "youth-head", "finance-head", "organisation-organisation",
                 "council-observer", "relief-guest"):  # fmt: skip
        person = Person(town, desk)
        pages = [person.get(path) for path in (
            "/", f"/?q={LURE}", "/forderungen/", f"/forderungen/?q={LURE}&state=examining",
            "/forderungen/tabelle/", f"/massnahmen/{measure.case_id}/", here, f"{here}antworten/",
        )]  # fmt: skip
        assert [page.url for page in pages if CANARY in page.html] == [], desk
        assert {page.status for page in pages[-2:]} == {404}, desk
    inside = {"centre", "division_1", "division_3", "division_4", "mayor", "social", "aid"}
    told = User.objects.filter(notices__case=demand.case_id).values_list("email", flat=True)
    assert {email.split("-")[0] for email in told} <= inside


def test_the_sender_reads_where_it_stands_and_no_draft(town: Town) -> None:
    association(town, with_guest=True)
    demand = brought_to(town, "examining:drafted")
    do(town, demand, "return_answer", BGI, text=CANARY + " fehlt.")
    do(town, demand, "settle_demand", BGI, text=REASON)
    shown = stations_of(demand.case)
    assert [line.title.split(":")[0] for line in shown] == [
        "Als durch anderes erledigt geschlossen", "Prüfung begonnen", "Einem Amt zugewiesen",
        "Eingang bestätigt, Forderung registriert", "Forderung aufgenommen",
    ]  # fmt: skip
    assert ({line.actor for line in shown}, shown[0].text) == ({""}, REASON)
    assert not any(CANARY in line.text for line in shown)


def test_a_repetition_is_found_on_both_pages(town: Town) -> None:
    old, again = brought_to(town, "declined"), recorded(town, title="Noch einmal")
    register(town, again, repeats=old.pk)
    centre = Person(town, KI)
    assert centre.get(f"/forderungen/{old.case_id}/").shows("Noch einmal")
    assert centre.get(f"/forderungen/{again.case_id}/").shows(old.reference)
