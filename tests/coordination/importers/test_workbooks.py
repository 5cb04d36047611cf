"""Excel files: what is read from them, and how the hostile ones are refused."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from coordination.imports.reading import read_list, workbook_parts, workbooks
from coordination.imports.reading.tables import read_table
from tests.coordination.importers.samples import NAMES, cells, problems, rows_of, workbook

EXPECTED = list(enumerate(cells(), start=1))[1:]


def test_workbook_is_read_as_the_csv_file_is():
    assert rows_of(workbook(cells())) == [(n, _without_end(texts)) for n, texts in EXPECTED]


def _without_end(texts):
    while texts and not texts[-1]:
        texts = texts[:-1]
    return texts


def test_cells_of_a_workbook_become_what_people_type():
    head = ["nr", "titel", "federfuehrung", "kosten_eur", "beginn", "minderjaehrige", "ziel"]
    day = datetime(2026, 9, 1)  # noqa: DTZ001 - as the sheet has it
    values = [7, "Titel", "youth", 1234.5, day, True, "  Text "]
    more = [8.0, "Titel", "youth", 99.99999999999999, date(2026, 9, 1), False, None]
    rows = rows_of(workbook([head, [], values, more]))
    assert [(number, texts[:7]) for number, texts in rows] == [
        (3, ["7", "Titel", "youth", "1234.5", "2026-09-01", "ja", "Text"]),
        (4, ["8", "Titel", "youth", "100", "2026-09-01", "nein"]),
    ]


def test_formula_counts_as_what_was_calculated():
    book = openpyxl.Workbook()
    book.active.append(["nr", "titel", "federfuehrung"])
    book.active.append(["1", '=HYPERLINK("http://a.example","Titel")', "youth"])
    file = io.BytesIO()
    book.save(file)
    # Nobody calculated it: that is told at its cell, and it is never taken for a text.
    (row,) = read_list(file, NAMES)
    assert [str(problem) for problem in row.problems] == [
        (
            "Zeile 2, Spalte „titel“: Die Formel dieser Zelle hat kein Ergebnis "
            '(=HYPERLINK("http://a.example","Titel")). Bitte öffnen Sie die Datei im '
            "Tabellenprogramm und speichern Sie sie neu."
        )
    ]


SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>
<c r="D1" t="inlineStr"><is><t>beginn</t></is></c></row>
<row r="4"><c r="A4"><v>1.2E1</v></c><c r="B4" t="s"><v>3</v></c><c r="C4" t="str"><f>A1</f>
<v>youth</v></c><c r="D4" s="1"><v>46266</v></c></row>
<row r="5">
<c r="B5" t="e"><v>#N/A</v></c><c r="D5" s="2"><v>46266</v></c><c r="ZZ5"><v>1</v></c></row>
<row r="1048576"><c r="A1048576" s="1"/></row>
</sheetData></worksheet>"""
TEXTS = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>nr</t></si><si><t>titel</t></si><si><t>federfuehrung</t></si>
<si><r><t xml:space="preserve">Deutsch </t></r><rPh sb="0" eb="1"><t>doitsch</t></rPh>
<r><t>lernen</t></r></si></sst>"""
STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"""
RELATED = (
    b'<Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
)


def as_excel_writes(sheet=SHEET, texts=TEXTS, styles=STYLES):
    """A workbook with shared texts, which openpyxl does not write."""
    old = zipfile.ZipFile(workbook([["x"]]))
    related = old.read("xl/_rels/workbook.xml.rels").replace(b"</Relationships>", RELATED)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"):
            new.writestr(name, old.read(name))
        new.writestr("xl/_rels/workbook.xml.rels", related)
        new.writestr("xl/worksheets/sheet1.xml", sheet)
        new.writestr("xl/sharedStrings.xml", texts)
        new.writestr("xl/styles.xml", styles)
    return file


def test_workbook_as_excel_writes_it_is_read():
    long_row = ["", "#N/A", "", "2026-09-01", *[""] * 115, "1"]
    table = read_table(as_excel_writes())
    assert [column.name for column in table.columns] == ["nr", "titel", "federfuehrung", "beginn"]
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ["12", "Deutsch lernen", "youth", "2026-09-01"]),
        (5, long_row),
    ]


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        (
            {"sheet": SHEET.replace('<row r="4">', "<row/>" * 50_001 + '<row r="4">')},
            "Hier stehen sehr viele leere Zeilen. Bitte löschen Sie alle Zeilen unter der Liste.",
        ),
        (
            {"sheet": SHEET.replace('<row r="4">', "<row>" + "<c/>" * 60_001)},
            (
                "Diese Excel-Datei ist entpackt größer als 60 MB. "
                "Bitte speichern Sie nur die Liste selbst."
            ),
        ),
        (
            {"texts": TEXTS.replace("</sst>", "<si/>" * 60_001 + "</sst>")},
            (
                "Diese Excel-Datei ist entpackt größer als 60 MB. "
                "Bitte speichern Sie nur die Liste selbst."
            ),
        ),
    ],
    ids=["rows", "cells", "texts"],
)
def test_workbook_that_unfolds_to_too_many_objects_is_refused(parts, problem, monkeypatch):
    # The real ones are more than any town's list has, and to count so far takes ten seconds.
    assert (workbooks._MOST_CELLS, workbook_parts._MOST_TEXTS) == (1_500_000, 600_000)
    monkeypatch.setattr(workbooks, "_MOST_CELLS", 60_000)
    monkeypatch.setattr(workbook_parts, "_MOST_TEXTS", 60_000)
    file = as_excel_writes(**parts)
    assert len(file.getvalue()) < 30_000
    assert [line.partition(": ")[2] for line in problems(file)] == [problem]


def test_many_formats_of_cells_are_read():
    styles = STYLES.replace("</cellXfs>", '<xf numFmtId="0"/>' * 130_000 + "</cellXfs>")
    assert len(styles) > 2_000_000
    assert rows_of(as_excel_writes(styles=styles)) == rows_of(as_excel_writes())


def test_other_sheets_are_left_alone():
    book = openpyxl.Workbook()
    book.active.append(["nr", "titel", "federfuehrung"])
    book.active.append(["1", "Titel", "youth"])
    book.create_sheet("Notizen").append(["irgendwas"])
    file = io.BytesIO()
    book.save(file)
    assert [texts[:3] for _number, texts in rows_of(file)] == [["1", "Titel", "youth"]]


def repacked(file, **parts):
    """A workbook with some of its parts replaced."""
    result = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2], old.read(name)))
    return result


DAMAGED = [
    (
        "Datei: Diese Excel-Datei ist nicht lesbar. "
        "Bitte speichern Sie sie neu als .xlsx oder als „CSV UTF-8“."
    )
]


def test_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(workbook(cells()), **{"sheet1.xml": b"<a>" + b" " * 61_000_000})
    assert len(bomb.getvalue()) < 200_000
    assert problems(bomb) == [
        (
            "Datei: Diese Excel-Datei ist entpackt größer als 60 MB. "
            "Bitte speichern Sie nur die Liste selbst."
        )
    ]


@pytest.mark.parametrize(
    "part",
    [
        b"<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;'>]><worksheet>&c;</worksheet>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><worksheet>&b;</worksheet>",
        b"<worksheet><sheetData><row><c t='s'><v>99999</v></c></row></sheetData></worksheet>",
        b"no xml at all",
        b"",
    ],
    ids=["entities", "foreign entity", "string that is not there", "no xml", "nothing"],
)
def test_hostile_workbook_is_refused(part):
    full = part.replace(
        b"<worksheet>",
        b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>",
    )
    assert problems(repacked(workbook(cells()), **{"sheet1.xml": full})) == DAMAGED


def test_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert problems(file) == ["Datei: Das ist weder eine CSV-Datei noch eine Excel-Datei (.xlsx)."]


def test_announced_size_of_a_workbook_is_not_believed():
    file = workbook([["nr", "titel", "federfuehrung"], ["1", "Titel", "youth"]])
    sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    wrong = sheet.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    assert wrong != sheet
    assert len(rows_of(repacked(file, **{"sheet1.xml": wrong}))) == 1
