"""Sheets that read without an error and would not be read rightly."""

import io
import tracemalloc
import zipfile
from datetime import datetime
from functools import cache

import openpyxl
import pytest
from openpyxl.styles import numbers

from coordination.imports.reading import read_list
from coordination.imports.reading.running import Findings
from coordination.imports.reading.tables import read_table
from tests.coordination.importers.samples import NAMES, cells, problems, rows_of, workbook
from tests.coordination.importers.test_workbooks import DAMAGED, SHEET, as_excel_writes, repacked

HEAD = ["nr", "titel", "federfuehrung", "kosten_eur", "beginn", "sachverhalt"]
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(*rows, change=None):
    """A workbook with this heading and these rows, changed before it is stored."""
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    if change:
        change(book.active)
    file = io.BytesIO()
    book.save(file)
    return file


def told(file):
    """Every problem of every row."""
    return [str(problem) for row in read_list(file, NAMES) for problem in row.problems]


def with_cell(xml):
    """A workbook whose only row below the heading has this text cell as its facts."""
    file = sheet(["1", "Titel", "youth", 1, None, "HERE"])
    part = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    start = part.index('<c r="F2"')
    cell = part[start : part.index("</c>", start) + 4]
    return repacked(file, **{"sheet1.xml": part.replace(cell, xml).encode()})


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="F2" t="inlineStr"><is><t>{}</t></is></c>',
        '<c r="F2" t="inlineStr"><is><r><t>{}</t></r></is></c>',
        '<c r="F2" t="str"><f>A1</f><v>{}</v></c>',
    ],
    ids=["inline", "rich", "result"],
)
@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("Erste._x000D_\nZweite.", "Erste.\nZweite."),
        ("Erste._x000d_Zweite.", "Erste.\nZweite."),
        ("Wort_x000B_umbruch", "Wort\numbruch"),
        ("Text _x005F_x000D_ bleibt", "Text _x000D_ bleibt"),
        ("_xD83D__xDE00_", "😀"),
        ("_x1_ und _xYZZZ_", "_x1_ und _xYZZZ_"),
    ],
)
def test_escaped_characters_are_read_as_themselves(xml, escaped, text):
    (row,) = read_list(with_cell(xml.format(escaped)), NAMES)
    assert (list(row.problems), row.fields["facts"]) == ([], text)


def test_escaped_characters_of_shared_texts_are_read_as_themselves():
    shared = "<sst xmlns='{}'>{}</sst>".format(
        SHEETS,
        "".join(f"<si><t>{text}</t></si>" for text in ("nr", "titel_x000D_", "federfuehrung",
                                                       "Eins_x000D_\nZwei")),
    )  # fmt: skip
    (row, _) = rows_of(as_excel_writes(texts=shared))
    assert row[1][1] == "Eins\r\nZwei"


@pytest.mark.parametrize("escape", ["_x0007_", "_xD83D_"])
def test_control_character_and_half_a_letter_are_told(escape):
    xml = f'<c r="F2" t="inlineStr"><is><t>Ende{escape}</t></is></c>'
    assert told(with_cell(xml)) == [
        (
            "Zeile 2, Spalte „sachverhalt“: Die Zelle enthält Steuerzeichen. "
            "Bitte tippen Sie den Text neu."
        )
    ]


@pytest.mark.parametrize(
    ("xml", "is_fine"),
    [
        ('<c r="F2"><f>3*40000</f></c>', False),
        ('<c r="F2"><f>3*40000</f><v/></c>', False),
        ('<c r="F2" t="str"><f>"x"</f></c>', False),
        ('<c r="F2"><f t="shared" si="0"/></c>', False),
        ('<c r="F2" t="str"><f>""</f><v></v></c>', True),
        ('<c r="F2"><f>3*40000</f><v>120000</v></c>', True),
    ],
)
def test_formula_without_a_result_is_told_at_its_cell(xml, is_fine):
    found = [line.partition(":")[0] for line in told(with_cell(xml))]
    assert found == ([] if is_fine else ["Zeile 2, Spalte „sachverhalt“"])


def test_number_that_became_a_day_is_told():
    day = datetime(2026, 2, 1)  # noqa: DTZ001 - as the sheet has it
    expected = (
        "Die Tabelle hat aus der Eingabe den Tag 2026-02-01 gemacht. "
        "Bitte formatieren Sie die Zelle als Text und geben Sie sie neu ein."
    )
    assert told(sheet([day, day, "youth", None, day, day])) == [
        f"Zeile 2, Spalte „{column}“: {expected}" for column in ("nr", "titel", "sachverhalt")
    ]


@pytest.mark.parametrize(
    ("value", "code", "number"),
    [
        (7, "000", "007"),
        (7, '"M"00', "M07"),
        (7, '"M-"000\\a', "M-007a"),
        (1.1, "0.00", "1.10"),
        (1.125, "0.00", "1.125"),
        (12, numbers.FORMAT_GENERAL, "12"),
    ],
)
def test_number_counts_as_it_is_shown(value, code, number):
    def change(active):
        active["A2"].number_format = code

    (row,) = read_list(sheet([value, "Titel", "youth"], change=change), NAMES)
    assert (row.number, list(row.problems)) == (number, [])


def test_sum_counts_with_its_value_whatever_is_shown():
    def change(active):
        active["D2"].number_format = "0000000"

    (row,) = read_list(sheet(["1", "Titel", "youth", 1200.5], change=change), NAMES)
    assert row.fields["cost"] == "1200.50"


@pytest.mark.parametrize("day", ["2027-03-01", "2027-03-01T00:00:00", "2027-03-01T00:00:00.000Z"])
def test_day_written_as_a_moment_is_read(day):
    file = sheet(["1", "Titel", "youth", None, "HERE"])
    part = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    start = part.index('<c r="E2"')
    cell = part[start : part.index("</c>", start) + 4]
    part = part.replace(cell, f'<c r="E2" t="d"><v>{day}</v></c>')
    (row,) = read_list(repacked(file, **{"sheet1.xml": part.encode()}), NAMES)
    assert (row.fields["starts_on"], list(row.problems)) == ("2027-03-01", [])


def test_rows_and_columns_that_nobody_sees_are_hinted_at():
    def change(active):
        active.row_dimensions[3].hidden = True
        active.column_dimensions["D"].hidden = True

    file = sheet(*([str(n), "Titel", "youth", 1] for n in range(3)), change=change)
    findings = Findings()
    for row in read_list(file, NAMES):
        findings.add(row, None, (), NAMES)
    findings.hint()
    assert [str(problem) for problem in findings.problems] == [
        (
            "Datei: Hinweis: Auch Zeilen, die die Tabelle nicht zeigt, etwa wegen eines Filters, "
            "werden gelesen (1): 3."
        ),
        ("Datei: Hinweis: Auch Spalten, die die Tabelle nicht zeigt, werden gelesen: kosten_eur."),
    ]


def test_merged_cells_are_told():
    def change(active):
        active.merge_cells("C2:C3")

    expected = (
        "Diese Zelle ist mit einer anderen verbunden. Bitte lösen Sie das auf "
        "und füllen Sie jede Zelle aus."
    )
    file = sheet(["1", "Eins", "youth"], ["2", "Zwei"], change=change)
    assert told(file) == [f"Zeile 3, Spalte „federfuehrung“: {expected}"]


def test_heading_below_a_title_is_named():
    expected = [
        (
            "Zeile 3: Hier steht die Kopfzeile mit den Namen der Spalten. Sie muss die erste Zeile "
            "sein: Bitte löschen Sie die Zeilen darüber."
        )
    ]
    rows = [["Maßnahmenliste 2027 – Stand 1.3.2027"], [], HEAD, ["1", "Titel", "youth"]]
    assert problems(workbook(rows)) == expected
    text = "\r\n".join(";".join(map(str, row)) for row in rows)
    assert problems(io.BytesIO(text.encode())) == expected


def test_document_is_no_list():
    file = repacked(workbook(cells()), **{"workbook.xml": b"<document><body/></document>"})
    assert problems(file) == ["Datei: Das ist weder eine CSV-Datei noch eine Excel-Datei (.xlsx)."]


MILLION = 1_000_000
BOMBS = {
    "deep": (b"%b", b"<a><a>"),
    "attributes of one tag": (b"<a %b/>", b"b%x='' "),
    "attributes": (b"%b", b"<c b%x=''/>"),
    "names": (b"%b", b"<c%x/>"),
    "prefixes": (b"%b", b"<c xmlns:b%x='u'/>"),
}


@cache
def unfolded(bomb):
    whole, part = BOMBS[bomb]
    return whole % b"".join(part % n if b"%" in part else part for n in range(MILLION))


@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", "styles.xml"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_workbook_takes_little_memory_whatever_it_unfolds_to(part, bomb):
    xml = f"<worksheet xmlns='{SHEETS}'>".encode() + unfolded(bomb)
    file = repacked(workbook(cells()), **{part: xml})
    tracemalloc.start()
    try:
        assert problems(file) == DAMAGED
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_element_after_element_has_an_end(monkeypatch):
    monkeypatch.setattr("coordination.imports.reading.markup.MOST_ELEMENTS", 1000)
    xml = SHEET.replace("<sheetData>", "<sheetData>" + "<x/>" * 1001)
    assert problems(as_excel_writes(sheet=xml)) == DAMAGED
    assert read_table(as_excel_writes()).columns
