"""Finding a matter by its number as people write it, and by words however they are spelt."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.city.queries.catalogue import Catalogue
from coordination.council.models import Paper
from coordination.measures.forms.filters import MeasureFilterForm
from coordination.measures.models import Measure
from coordination.measures.queries.listing import Filter, find
from coordination.measures.queries.numbers import Numbers, numbers_in
from coordination.measures.queries.reach import reach_of
from coordination.measures.queries.search import matches
from tests.journeys.driver import Person
from tests.town import NOW
from workflows.models import Case, CaseAudience
from workflows.queries.inbox import CaseRow, case_page, task_page
from workflows.queries.inbox.place import Place
from workflows.queries.people.accounts import find_person
from workflows.queries.people.desks import held_by
from workflows.spelling import sought

SOFT, ZERO = "\u00ad", "\u200b"
EMPTY = Catalogue()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("M-2026-0013", Numbers(("M-2026-0013",))),
        ("M\u20112026\u20110013", Numbers(("M-2026-0013",))),
        ("m 2026/13", Numbers(("M 2026/13", "M-2026-0013"))),
        ("2026-13", Numbers(("2026-13", "M-2026-0013"))),
        ("M 26/13", Numbers(("M 26/13", "M-2026-0013"))),
        ("26-0001", Numbers(("26-0001",), ("26-0001",))),
        ("26\u20130001", Numbers(("26-0001",), ("26-0001",))),
        ("26/0001", Numbers(("26/0001",), ("26-0001",))),
        ("DS-Nr. 26-0001", Numbers(("DS-NR. 26-0001",), ("26-0001",))),
        ("DS Nr 26/1", Numbers(("DS NR 26/1",), ("26-0001",))),
        ("DS 2026-0001", Numbers(("DS 2026-0001",), ("26-0001",))),
        ("Drucksache 26-0001/2", Numbers(("DRUCKSACHE 26-0001/2",), ("26-0001/2",))),
        ("19", Numbers(("19",), ("19",), 19)),
        ("Nr. 0019", Numbers(("NR. 0019",), ("NR. 0019",), 19)),
        ("DS 19", Numbers(("DS 19",), ("19",), 19)),
        ("M-2026", Numbers(("M-2026",), ("M-2026",), 2026)),
        ("Mitte 2027", Numbers(("MITTE 2027",), ("MITTE 2027",))),
        ("", Numbers(("",), ("",))),
    ],
)
def test_number_is_meant_however_it_is_written(typed, meant):
    assert numbers_in(typed) == meant


def _found(text):
    return set(Measure.objects.filter(matches(text)).values_list("title", flat=True))


def test_matter_is_found_by_each_of_its_numbers(town):
    matter = town.propose(title="Lesepaten gewinnen")
    town.propose(title="Anderes Vorhaben")
    Paper.objects.create(
        case=matter.case, reference="26-0417", name=matter.title, lead=town.unit("youth"),
        text={}, digest=b"x", signed_by=town.person("mayor-mayor"), dated=NOW.date(),
    )  # fmt: skip
    _m, year, count = matter.reference.split("-")
    for typed in (
        matter.reference, matter.reference.lower(), f"M\u2011{year}\u2011{count}",
        f"{year}/{int(count)}", f"M {year[2:]}-{count}", str(int(count)), f"Nr. {count}",
        "26-0417", "26\u20130417", "DS-Nr. 26-0417", "DS 26/417", "26/0417", f"26-04{ZERO}17",
    ):  # fmt: skip
        assert _found(sought(typed)) == {"Lesepaten gewinnen"}, typed


def test_number_that_nothing_has_leads_to_the_nearest(town):
    """With two digits the other way round, else with one digit wrong; in the list and the inbox."""
    case = Case.objects.create(
        pk=5274, kind="measure", title="x", state="draft", opened_at=NOW, state_since=NOW
    )
    matter = town.propose(title="Lesepaten gewinnen")
    CaseAudience.objects.filter(case=matter.case).update(case=case)
    Measure.objects.filter(pk=matter.pk).update(case=case, reference="M-2026-5274")
    reach = reach_of(town.person("youth-clerk"), at=NOW)
    for typed, near in (
        ("M-2026-5274", 0), ("5274/2026", 0), ("M20265274", 0), ("M-2O26-5274", 0),
        ("M-2026-5247", 1), ("2062/5274", 1), ("2574", 1), ("A-2026-5274", 1),
        ("M-2026-5270", 2), ("M-2026-52774", 2), ("527", 2),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            listing = find(reach, Filter(text=typed), at=NOW)
        assert (listing.wanted.near, list(listing.keys)) == (near, [matter.pk]), typed
        assert len(asked) <= 2 + near, typed
        form = MeasureFilterForm({"q": typed}, catalogue=EMPTY)
        assert form.wanted().text == typed
    page = Person(town, "youth-clerk").get("/massnahmen/?q=M-2026-5247")
    assert page.shows("Nichts hat hier genau diese Nummer", "M-2026-5274")
    stranger = reach_of(town.person("social-clerk"), at=NOW)
    assert list(find(stranger, Filter(text="M-2026-5247"), at=NOW).keys) == []


def test_matter_is_found_by_the_office_that_leads_it(town):
    town.propose(title="Lesepaten gewinnen")
    lead = town.unit("youth")
    for typed in (lead.name, lead.name[:5].lower(), f"lesepaten {lead.name}", lead.short_name):
        assert _found(typed) == {"Lesepaten gewinnen"}, typed
    for typed in (town.unit("school").name, f"{lead.name} Zebra"):
        assert _found(typed) == set(), typed


def test_inbox_finds_a_matter_by_its_text_its_office_and_its_paper(town):
    """A draft of the youth office, whose clerk has it in hand; in German forms of its words."""
    matter = town.propose(title="Lesepaten gewinnen", facts="Viele Kinder lesen kein Buch.")
    other = town.propose(title="Anderes Vorhaben")
    Paper.objects.create(
        case=matter.case, reference="26-0417", name=matter.title, lead=town.unit("youth"),
        text={}, digest=b"x", signed_by=town.person("mayor-mayor"), dated=NOW.date(),
    )  # fmt: skip
    who = town.person("youth-clerk")
    desks = held_by(who.pk, on=NOW.date())
    both = {matter.case_id, other.case_id}
    for typed, cases in (
        ("Bücher", {matter.case_id}), ("kind buch", {matter.case_id}), ("Bibliothek", set()),
        ("26-0417", {matter.case_id}), ("DS 26/417", {matter.case_id}), ("26-0418", set()),
        (town.unit("youth").name, both), (town.unit("school").name, set()),
    ):  # fmt: skip
        for page in (
            case_page(Place(view="started", q=typed), person=who.pk, desks=desks),
            task_page(Place(view="todo", q=typed), person=who.pk, desks=desks, at=NOW),
        ):
            found = {row.id if isinstance(row, CaseRow) else row.case for row in page.rows}
            assert found == cases, typed


def test_title_is_found_however_it_was_typed(town):
    typed = f"Gesund{SOFT}heits{SOFT}lotsen\u00a0fu\u0308r\nKo\u0308ln{ZERO}"
    measure = town.propose(title=typed)
    assert measure.title == "Gesundheitslotsen für Köln"
    assert measure.case.title == f"{measure.reference} Gesundheitslotsen für Köln"
    for words in ("lotsen", "Ko\u0308ln", f"Gesund{SOFT}heit", "GESUNDHEITSLOTSEN Ko\u0308ln"):
        form = MeasureFilterForm({"q": words}, catalogue=EMPTY)
        assert _found(form.wanted().text) == {measure.title}, words


def test_text_of_an_act_is_kept_tidied(town):
    measure = town.propose()
    town.do(measure, "edit", "youth-clerk", facts=f"Die Ho\u0308fe{ZERO}\r\nsind groß.")
    measure.refresh_from_db()
    assert measure.facts == "Die Höfe\nsind groß."


def test_inbox_is_searched_in_the_normal_form():
    place = Place.of({"q": f" Ko\u0308ln{ZERO}\x00  M\u20112026 "})
    assert place.q == "Köln M\u20112026"


def test_keys_and_numbers_of_before_are_made_anew(town):
    measure = town.propose()
    Measure.objects.filter(pk=measure.pk).update(
        title="Əli", title_sort_key="li", source="liste", source_number=f"A\u20131{ZERO}"
    )
    migration = importlib.import_module("coordination.migrations.0004_sort_unusual_letters")
    migration.sort_anew(apps, None)
    migration.number_anew(apps, None)
    measure.refresh_from_db()
    assert (measure.title_sort_key, measure.source_number) == ("eli", "A-1")


def test_order_of_names_of_before_is_made_anew(town):
    person = town.person("youth-clerk")
    type(person).objects.filter(pk=person.pk).update(family_name="Əliyev", sort_key="liyev")
    migration = importlib.import_module("workflows.migrations.0010_sort_unusual_letters")
    migration.sort_anew(apps, None)
    person.refresh_from_db()
    assert person.sort_key == person.order_of_names()
    assert find_person(f"E\u200bliyev {person.given_name}") == [person]
