"""Checking lists and taking their rows: drafts only, each once, and never over somebody's work."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.city.file import read_city
from coordination.city.models import FieldOfAction
from coordination.demo.stories import FILES
from coordination.founding.actions import load_city
from coordination.imports.enums import RowFate
from coordination.imports.reading import check, take
from coordination.measures.models import Measure
from coordination.measures.queries.texts import measure_text
from tests.coordination.importers.samples import LIST, changed, file_of, long_list
from tests.town import NOW
from workflows.models import Event, User

DATA = FILES


def looked_at(town, text, by="youth-clerk", source="liste"):
    return check(file_of(text), source=source, by=town.person(by), at=NOW)


def taken(town, text, by="youth-clerk", source="liste"):
    """Per row its fate, or the code of its problem."""
    rows = take(file_of(text), source=source, by=town.person(by), clock=lambda: NOW)
    return [row.fate or [problem.code for problem in row.problems] for row in rows]


def measure(number, source="liste"):
    return Measure.objects.select_related("case").get(source=source, source_number=number)


def edit(town, number, by="youth-clerk", **fields):
    found = measure(number)
    town.do(found, "edit", by, **{**measure_text(found), **fields})


def test_check_writes_nothing(town):
    findings = looked_at(town, LIST)
    assert findings.counts == {
        "rows": 2, "faulty": 0, "created": 2, "updated": 0, "unchanged": 0,
    }  # fmt: skip
    assert findings.sample == [
        {"row": 2, "number": "A1", "title": "Sprachkurse für Eltern", "lead": "Unit youth",
         "fate": "created", "state": ""},
        {"row": 3, "number": "A2", "title": "Lesepaten", "lead": "Unit school",
         "fate": "created", "state": ""},
    ]  # fmt: skip
    assert Measure.objects.count() == 0


def test_rows_become_drafts_of_the_person_who_imports(town):
    assert taken(town, LIST) == [RowFate.CREATED, RowFate.CREATED]
    first, second = measure("A1"), measure("A2")
    assert {one.case.state for one in (first, second)} == {"draft"}
    assert {one.case.opened_by_id for one in (first, second)} == {town.person("youth-clerk").pk}
    assert (first.lead.key, second.lead.key) == ("youth", "school")
    text = measure_text(first)
    assert (text["title"], text["cost"], text["impact_minors"]) == (
        "Sprachkurse für Eltern", "1234.56", True,
    )  # fmt: skip
    assert [stone["due_on"] for stone in text["milestones"]] == ["2096-10-01", "2096-12-24"]
    assert town.open_tasks(second) == [("draft", "school-clerk")]


def test_same_list_twice_changes_nothing(town):
    taken(town, LIST)
    events = Event.objects.count()
    assert taken(town, LIST) == [RowFate.UNCHANGED, RowFate.UNCHANGED]
    assert taken(town, LIST, by="health-head") == [RowFate.UNCHANGED, RowFate.UNCHANGED]
    assert looked_at(town, LIST).counts["unchanged"] == 2
    assert (Measure.objects.count(), Event.objects.count()) == (2, events)


def test_other_spelling_of_a_row_is_no_change(town):
    taken(town, LIST)
    again = changed("1.234,56", "1234,56 €").replace("01.09.2096", "2096-09-01")
    assert taken(town, again.replace("youth;", "Unit Youth;")) == [RowFate.UNCHANGED] * 2


def test_changed_row_updates_an_untouched_draft_again_and_again(town):
    taken(town, LIST)
    for version, title in ((2, "Kurse"), (3, "Andere Kurse")):
        text = changed("Sprachkurse für Eltern", title)
        assert looked_at(town, text).counts["updated"] == 1
        assert taken(town, text) == [RowFate.UPDATED, RowFate.UNCHANGED]
        found = measure("A1")
        assert (found.title, found.case.version) == (title, version)
    actions = Event.objects.filter(case=found.case).order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["open", "edit", "edit"]
    assert taken(town, LIST) == [RowFate.UPDATED, RowFate.UNCHANGED]


def test_emptied_cells_are_emptied_in_the_draft(town):
    taken(town, LIST)
    text = changed(";Land;01.09.2096;", ";;;").replace("2096-12-24 Bericht|", "")
    assert taken(town, text) == [RowFate.UPDATED, RowFate.UNCHANGED]
    found = measure("A1")
    assert (found.cover, found.starts_on) == ("", None)
    assert [stone.title for stone in found.milestones.all()] == ["Kurse begonnen"]


def test_draft_that_a_person_has_changed_is_not_overwritten(town):
    taken(town, LIST)
    edit(town, "A1", title="Von Hand")
    text = changed("Sprachkurse für Eltern", "Aus der Liste")
    assert looked_at(town, text).problems[0].text == (
        f"Die Maßnahme {measure('A1').reference} wurde seither von Hand geändert; "
        "die Liste überschreibt sie nicht."
    )
    assert taken(town, text) == [["changed_by_hand"], RowFate.UNCHANGED]
    assert measure("A1").title == "Von Hand"
    assert taken(town, LIST) == [RowFate.UNCHANGED, RowFate.UNCHANGED]


def test_draft_that_was_changed_by_hand_after_an_update_is_not_overwritten(town):
    taken(town, LIST)
    taken(town, changed("Lesepaten", "Vorlesepaten"))
    edit(town, "A2", by="school-clerk", title="Von Hand")
    assert taken(town, LIST) == [RowFate.UNCHANGED, ["changed_by_hand"]]


def test_submitted_measure_is_not_changed(town):
    taken(town, LIST)
    edit(town, "A1", goal="40 Plätze", proposal="Der Rat beschließt.", cover="Land")
    town.do(measure("A1"), "submit", "youth-head")
    text = changed("Sprachkurse für Eltern", "Aus der Liste")
    assert taken(town, text) == [["moved_on"], RowFate.UNCHANGED]


def test_deleted_draft_is_proposed_anew(town):
    taken(town, LIST)
    town.do(measure("A1"), "discard", "youth-clerk")
    assert taken(town, LIST) == [RowFate.CREATED, RowFate.UNCHANGED]


@pytest.mark.parametrize("by", ["health-clerk", "division_3-deputy_mayor"])
def test_who_may_not_edit_a_draft_learns_only_that_its_number_is_taken(town, by):
    taken(town, LIST)
    text = changed("Sprachkurse für Eltern", "Aus der Liste")
    (problem,) = looked_at(town, text, by=by).problems
    assert str(problem) == (
        "Zeile 2, Spalte „nr“: In der Liste „liste“ hat schon eine Maßnahme diese Nummer, "
        "die Sie nicht ändern dürfen."
    )
    assert taken(town, text, by=by) == [["number_taken"], RowFate.UNCHANGED]
    assert measure("A1").title == "Sprachkurse für Eltern"


def test_head_of_the_lead_may_update_what_a_clerk_imported(town):
    taken(town, LIST)
    text = changed("Sprachkurse für Eltern", "Aus der Liste")
    assert taken(town, text, by="youth-head") == [RowFate.UPDATED, RowFate.UNCHANGED]


def test_who_may_not_propose_imports_nothing(town):
    assert taken(town, LIST, by="council_office-council_secretary") == [["refused"], ["refused"]]
    assert Measure.objects.count() == 0


def test_faulty_rows_are_passed_over(town):
    assert taken(town, changed("hoch", "sofort")) == [["choice"], RowFate.CREATED]
    assert [one.source_number for one in Measure.objects.all()] == ["A2"]


def test_work_goes_on_where_it_stopped(town):
    by = town.person("youth-clerk")
    rows = take(file_of(LIST), source="liste", by=by, clock=lambda: NOW, done=1)
    assert [(row.row, row.fate) for row in rows] == [(3, RowFate.CREATED)]


def test_lists_of_different_names_have_their_own_numbers(town):
    taken(town, LIST, source="eins")
    assert taken(town, LIST, source="zwei") == [RowFate.CREATED, RowFate.CREATED]


def test_known_rows_under_another_name_are_noticed(town):
    taken(town, LIST, source="eins")
    assert looked_at(town, LIST, source="zwei").similar_source == "eins"
    assert looked_at(town, LIST, source="eins").similar_source == ""
    assert looked_at(town, LIST, source="zwei", by="health-clerk").similar_source == ""
    assert looked_at(town, long_list(2), source="zwei").similar_source == ""


def test_list_without_rows_says_so(town):
    findings = looked_at(town, LIST.splitlines()[0])
    assert (findings.rows, [str(one) for one in findings.problems]) == (
        0, ["Datei: Unter der Kopfzeile stehen keine Zeilen."],
    )  # fmt: skip


def test_check_of_known_rows_takes_no_more_statements_for_more_rows(town):
    taken(town, long_list(30))
    counts = []
    for rows in (1, 30):
        text = long_list(rows).replace("Vorhaben", "Neues Vorhaben")
        with CaptureQueriesContext(connection) as statements:
            assert looked_at(town, text).counts["updated"] == rows
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_row_costs_the_same_statements_whatever_is_there(town):
    counts = []
    for source in ("eins", "zwei"):
        taken(town, long_list(3), source=source)
        with CaptureQueriesContext(connection) as statements:
            taken(town, long_list(4), source=source)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def statements_for(town, text, source):
    with CaptureQueriesContext(connection) as statements:
        taken(town, text, source=source)
    return len(statements)


def test_new_row_costs_few_statements_and_no_more_for_its_links_and_milestones(town):
    taken(town, long_list(1), source="warm")
    one, three = (statements_for(town, long_list(n), f"list {n}") for n in (1, 3))
    assert (three - one) / 2 == 16
    stones = "|".join(f"{day:02d}.10.2096 Schritt {day}" for day in range(1, 21))
    # The first list of an office finds its desks, which are known from then on.
    _first, few, many = (
        statements_for(town, changed("2096-12-24 Bericht|01.10.2096 Kurse begonnen", cell), name)
        for name, cell in (
            ("first", "01.10.2096 Anfang"), ("few", "01.10.2096 Kurse"), ("many", stones)
        )
    )  # fmt: skip
    assert few == many


def test_number_taken_while_the_list_is_being_taken_is_known(town):
    by = town.person("youth-clerk")
    rows = take(file_of(LIST), source="liste", by=by, clock=lambda: NOW)
    assert next(rows).fate == RowFate.CREATED
    assert taken(town, LIST) == [RowFate.UNCHANGED, RowFate.CREATED]
    assert next(rows).fate == RowFate.UNCHANGED
    assert Measure.objects.count() == 2


@pytest.mark.parametrize(
    ("deed", "then"),
    [("", ["changed_by_hand"]), ("submit", ["moved_on"]), ("discard", RowFate.CREATED)],
)
def test_draft_changed_while_the_list_is_being_taken_is_not_overwritten(town, deed, then):
    taken(town, LIST)
    text = LIST.replace("Sprachkurse", "Neue Kurse").replace("Lesepaten", "Vorlesepaten")
    by = town.person("youth-clerk")
    rows = take(file_of(text), source="liste", by=by, clock=lambda: NOW)
    assert next(rows).fate == RowFate.UPDATED
    # What the list had under the second number was read together with the first.
    edit(
        town, "A2", by="school-clerk", title="Von Hand", goal="Ziel", facts="Es fehlen Plätze.",
        impact_none=True,
        proposal="Der Rat beschließt.", milestones=[{"title": "Beginn", "due_on": "2096-10-01"}],
    )  # fmt: skip
    if deed:
        town.do(measure("A2"), deed, "school-head")
    row = next(rows)
    assert (row.fate or [problem.code for problem in row.problems]) == then


def test_what_the_act_refuses_is_told_at_its_column(town):
    rows = take(file_of(LIST), source="liste", by=town.person("youth-clerk"), clock=lambda: NOW)
    assert next(rows).fate == RowFate.CREATED
    FieldOfAction.objects.get(key="education").delete()
    assert [(one.row, one.column, one.code) for one in next(rows).problems] == [
        (3, "handlungsfelder", "refused")
    ]
    assert [one.source_number for one in Measure.objects.all()] == ["A1"]


def test_catalogue_of_the_demo_fits_the_demo_city(db):
    city = read_city((DATA / "city.toml").read_bytes())
    load_city(city, at=NOW, sessions_until=date(2026, 4, 1))
    by = User.objects.get(email="leitung.ki@stadt.example")
    with (DATA / "massnahmen.csv").open("rb") as file:
        findings = check(file, source="massnahmen", by=by, at=NOW, is_stock=True)
        assert [str(problem) for problem in findings.problems] == []
        rows = list(take(file, source="massnahmen", by=by, clock=lambda: NOW, is_stock=True))
    assert [row.fate for row in rows] == [RowFate.CREATED] * 30
    bald = Measure.objects.get(source_number="M12")
    assert bald.title == "B.A.L.D. Beratung und Arbeitsmarktzugang Hochfeld/Marxloh"
    assert bald.district_keys() == ("hamborn", "mitte")
    assert (str(bald.cost), bald.decision_path, bald.milestones.count()) == (
        "480000.00", "council", 4,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("01.09.2096", "01.03.2026", "beginn"),
        ("2096-12-24;", "01.03.2026;", "frist"),
        ("|01.10.2096 ", "|01.03.2026 ", "meilensteine"),
    ],
)
def test_days_that_are_over_are_taken_with_a_stock_of_decided_measures_only(town, old, new, place):
    """Today is 2 March 2026; the begin follows where the end is over."""
    text = changed(old, new)
    if place == "frist":
        text = text.replace(";Land;01.09.2096;", ";Land;;")
    file, by = file_of(text), town.person("youth-clerk")
    found = check(file, source="liste", by=by, at=NOW)
    assert [(p.column, p.code) for p in found.problems] == [(place, "date_past")]
    stock = check(file_of(text), source="liste", by=by, at=NOW, is_stock=True)
    assert (stock.problems, stock.rows) == ([], 2)
    rows = list(take(file_of(text), source="liste", by=by, clock=lambda: NOW, is_stock=True))
    assert [row.fate for row in rows] == ["created", "created"]
    assert {measure.case.state for measure in Measure.objects.all()} == {"draft"}


# --- what was decided before ------------------------------------------------------------------
