"""Lists of measures: what is read, and how each fault is told by row and column."""

import pytest

from coordination.city.models import District, FieldOfAction, TargetGroup
from coordination.imports.reading import UnreadableFileError, read_list, read_names
from tests.coordination.importers.samples import LIST, changed, faults, file_of, long_list
from tests.town import NOW
from workflows.calendars import local_date


def read(text):
    names = read_names(on=local_date(NOW))
    return list(read_list(file_of(text), names))


def problems(text):
    try:
        rows = read(text)
    except UnreadableFileError as error:
        return [str(problem) for problem in error.problems]
    return [str(problem) for row in rows for problem in row.problems]


def test_rows_are_read_as_values_of_the_act_edit(town):
    first, second = read(LIST)
    assert (first.row, first.number, second.row, second.number) == (2, "A1", 3, "A2")
    assert first.fields == {
        "title": "Sprachkurse für Eltern",
        "lead": town.units["youth"],
        "partners": [town.units["school"]],
        "fields_of_action": [FieldOfAction.objects.get(key="language").pk],
        "target_groups": [TargetGroup.objects.get(key="all").pk],
        "districts": [],
        "cost": "1234.56",
        "cost_type": "consumptive",
        "cover": "Land",
        "starts_on": "2096-09-01",
        "ends_on": "2096-12-24",
        "priority": "high",
        "decision_path": "council",
        "milestones": [
            {"id": None, "title": "Kurse begonnen", "due_on": "2096-10-01"},
            {"id": None, "title": "Bericht", "due_on": "2096-12-24"},
        ],
        "impact_minors": True,
        "facts": "Es fehlen Plätze.",
    }
    assert second.fields["lead"] == town.units["school"]
    assert second.fields["districts"] == [District.objects.get(key="north").pk]
    assert (second.fields["cost"], second.fields["starts_on"]) == ("0.00", None)


@pytest.mark.parametrize(("old", "new", "expected"), faults())
def test_fault_is_told_by_row_and_column(town, old, new, expected):
    assert problems(changed(old, new)) == expected.splitlines()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("youth;", "YOUTH;"),
        ("youth;", "unit  Youth;"),
        ("Alle;", "ALL;"),
        ("1.234,56", "1 234,56 €"),
        ("1.234,56", "1234.56"),
        ("01.09.2096", "1. 9. 96"),
        ("2096-12-24;", "24.12.2096;"),
        (";hoch;", ";Hoch ;"),
        (";ja;", ";x;"),
        (";ja;", ";WAHR;"),
        ("nr;titel", "Nr;\ufeffTitel".replace("\ufeff", " ")),
        ("prioritaet", "Priorität"),
        ("Bericht|01.10.2096 ", "Bericht | 2096-10-1: "),
        ("01.09.2096", "2096-09-01 00:00:00"),
        ("01.09.2096", "01.09.2096 00:00"),
        ("01.09.2096", "2096-09-01T00:00:00.000Z"),
        ("01.09.2096", "2096-08-31T22:00:00Z"),
        ("01.09.2096", "\u00a001.09.2096\u00a0"),
        ("Bericht|01.10.2096 ", "Bericht|2096-10-01 00:00:00 "),
        ("1.234,56", " 1.234,56 € "),
        ("1.234,56", "€ 1.234,56"),
        ("federfuehrung", "Feder\u00adfu\u0308hrung"),
        ("kosten_eur", '"kosten_\neur"'),
        ("titel;", '"titel\n";'),
        (";youth;", ";y\u00adouth\u200b;"),
        ("Unit school;", "Unit\u00a0school\ufeff;"),
        ("für Eltern", "fu\u0308r\u2009 El\u00adtern"),
        ("fehlen Plätze", "feh\u00adlen Pla\u0308tze"),
    ],
)
def test_other_spellings_mean_the_same(town, old, new):
    assert [row.fields for row in read(changed(old, new))] == [row.fields for row in read(LIST)]


@pytest.mark.parametrize("same", ["A1\u200b", "A\u00ad1", "\u00a0A1 ", "\ufeffA1"])
def test_number_that_looks_alike_is_the_same(town, same):
    assert problems(changed("A2;", f"{same};")) == [
        "Zeile 2, Spalte „nr“: Die Nummer „A1“ steht auch in Zeile 3.",
        "Zeile 3, Spalte „nr“: Die Nummer „A1“ steht auch in Zeile 2.",
    ]


def test_number_has_hyphens_whatever_dash_was_typed(town):
    (row,) = read("nr;titel;federfuehrung\nA\u20131\u20112;Sprachkurse;youth\n")
    assert row.number == "A-1-2"


def test_all_problems_of_all_rows_are_told_at_once(town):
    text = changed("hoch", "?").replace("01.09.2096", "?").replace("Lesepaten", "")
    assert [problem.partition(":")[0] for problem in problems(text)] == [
        "Zeile 2, Spalte „beginn“",
        "Zeile 2, Spalte „prioritaet“",
        "Zeile 3, Spalte „titel“",
    ]


def test_only_the_needed_columns_are_enough(town):
    (row,) = read("nr;titel;federfuehrung\n1;Sprachkurse;youth\n")
    assert row.fields == {"title": "Sprachkurse", "lead": town.units["youth"]}


def test_empty_rows_count_but_are_nothing(town):
    rows = read("\n;;\nnr;titel;federfuehrung\n\n1;Sprachkurse;youth\n;;\n\n")
    assert [(row.row, row.number) for row in rows] == [(5, "1")]


def test_texts_keep_their_lines_and_titles_do_not(town):
    (row,) = read('nr;titel;federfuehrung;ziel\r\n1;"Ein\nTitel";youth;"Eins\r\n\r\nZwei"\r\n')
    assert (row.fields["title"], row.fields["goal"]) == ("Ein Titel", "Eins\n\nZwei")


def test_name_of_two_units_is_ambiguous(town):
    for key in ("youth", "school"):
        unit = town.unit(key)
        unit.short_name = "51"
        unit.save()
    (row,) = read("nr;titel;federfuehrung\n1;Sprachkurse;51\n")
    assert [str(problem) for problem in row.problems] == [
        (
            "Zeile 2, Spalte „federfuehrung“: „51“ ist mehrdeutig. "
            "Bitte schreiben Sie den vollen Namen."
        )
    ]


def test_ended_unit_is_said_to_be_closed(town):
    unit = town.unit("youth")
    unit.valid_until = local_date(NOW).replace(year=2025)
    unit.save()
    (problem,) = problems("nr;titel;federfuehrung\n1;Sprachkurse;youth\n")
    assert problem == (
        "Zeile 2, Spalte „federfuehrung“: „youth“ wurde zum 02.03.2025 aufgelöst und hat keine"
        " Nachfolgerin. Bitte tragen Sie das Amt ein, das die Aufgaben heute wahrnimmt."
    )


def test_text_of_a_problem_is_cut(town):
    (problem,) = problems(changed("hoch", "x" * 5000))
    assert len(problem) < 250


def test_longest_list_is_read_and_a_longer_one_refused(town):
    assert len(read(long_list(10_000))) == 10_000
    assert problems(long_list(10_001)) == [
        "Zeile 10002: Die Liste hat mehr als 10.000 Zeilen. Bitte teilen Sie sie auf."
    ]
