"""Files of every kind: encodings, delimiters, workbooks, and what only looks like a list."""

import codecs
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from coordination.actions import import_files
from coordination.importers import UnreadableFileError
from coordination.importers.tables import read_table
from tests.coordination.importers.samples import LIST, cells, file_of, workbook


def rows_of(file):
    table = read_table(file)
    return list(table.rows)


def problems(file):
    with pytest.raises(UnreadableFileError) as error:
        rows_of(file)
    return [str(problem) for problem in error.value.problems]


DAY = datetime(2026, 9, 1)  # noqa: DTZ001 - a sheet knows no time zone
EXPECTED = list(enumerate(cells(), start=1))[1:]


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode("utf-8"),
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"),
        LIST.encode("utf-16-le"),
        LIST.encode("cp1252"),
        LIST.replace("\r\n", "\n").encode(),
        LIST.replace("\r\n", "\r").encode(),
        LIST.removesuffix("\r\n").encode(),
        b"sep=;\r\n" + LIST.encode(),
    ],
    ids=[
        "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le without mark", "cp1252",
        "unix lines", "mac lines", "no last line end", "sep line",
    ],
)  # fmt: skip
def test_text_is_read_in_the_encodings_of_offices(content):
    assert rows_of(io.BytesIO(content)) == EXPECTED


def test_long_file_is_read_across_the_borders_of_chunks():
    text = LIST + "".join(f"B{n};Tür {n};youth{';' * 14}ä€\r\n" for n in range(20_000))
    cut = "\r\n".join(text.split("\r\n")[:9_000]) + "\r\n"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert rows_of(io.BytesIO(cut.encode(encoding)))[-1][1][-1] == "ä€"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "Datei: Die Datei ist leer."),
        (b"  \r\n \r\n", "Datei: Die Datei ist leer."),
        (b";;\r\n;;\r\n" * 20, "Datei: Die Datei ist leer."),
        (
            LIST.encode().replace("Plätze".encode(), b"Pl\xc3\x28\x81tze"),
            (
                "Zeile 2: Ein Zeichen ist hier nicht lesbar. "
                "Bitte speichern Sie die Datei als „CSV UTF-8“."
            ),
        ),
        (
            LIST.encode("utf-16")[:-1],
            (
                "Zeile 3: Ein Zeichen ist hier nicht lesbar. "
                "Bitte speichern Sie die Datei als „CSV UTF-8“."
            ),
        ),
        (
            LIST.encode().replace(b"Lesepaten", b"Lese\x00paten"),
            (
                "Zeile 3: Ein Zeichen ist hier nicht lesbar. "
                "Bitte speichern Sie die Datei als „CSV UTF-8“."
            ),
        ),
        (
            LIST.replace(";", ",").encode(),
            (
                "Zeile 1: Die Spalten sind mit „,“ getrennt. "
                "Bitte speichern Sie die Datei mit Semikolon (;) als Trennzeichen."
            ),
        ),
        (
            LIST.replace(";", "\t").encode(),
            (
                "Zeile 1: Die Spalten sind mit Tabulatoren getrennt. "
                "Bitte speichern Sie die Datei mit Semikolon (;) als Trennzeichen."
            ),
        ),
        (b"%PDF-1.7 ...", "Datei: Das ist weder eine CSV-Datei noch eine Excel-Datei (.xlsx)."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            (
                "Datei: Diese Excel-Datei hat das alte Format oder ein Kennwort. "
                "Bitte speichern Sie sie als .xlsx ohne Kennwort."
            ),
        ),
        (
            b"PK\x03\x04 and no more",
            (
                "Datei: Diese Excel-Datei ist nicht lesbar. "
                "Bitte speichern Sie sie neu als .xlsx oder als „CSV UTF-8“."
            ),
        ),
    ],
)
def test_unusable_file_says_why_and_where(content, expected):
    assert problems(io.BytesIO(content)) == [expected]


def test_file_without_any_known_column_names_those_that_are_needed():
    assert problems(file_of("Guten Tag!\nSehr geehrte Damen und Herren\n")) == [
        "Zeile 1: Die Spalte „nr“ fehlt.",
        "Zeile 1: Die Spalte „titel“ fehlt.",
        "Zeile 1: Die Spalte „federfuehrung“ fehlt.",
        (
            "Zeile 1, Spalte „Guten Tag!“: Eine Spalte mit diesem Namen gibt es nicht. "
            "Bitte löschen Sie sie oder benennen Sie sie um."
        ),
    ]


def test_too_large_file_is_not_read(monkeypatch):
    monkeypatch.setattr("coordination.importers.tables.LARGEST_MB", 0)
    assert import_files.LARGEST_MB == 30
    assert problems(file_of(LIST)) == [
        "Datei: Die Datei ist größer als 0 MB. Bitte teilen Sie sie auf."
    ]


def test_workbook_is_read_as_the_csv_file_is():
    assert rows_of(workbook(cells())) == [
        (number, [*texts, *[""] * (120 - len(texts))]) for number, texts in EXPECTED
    ]


def test_cells_of_a_workbook_become_what_people_type():
    head = ["nr", "titel", "federfuehrung", "kosten_eur", "beginn", "minderjaehrige", "ziel"]
    day = datetime(2026, 9, 1)  # noqa: DTZ001 - as the sheet has it
    values = [7, "Titel", "youth", 1234.5, day, True, "  Text "]
    more = [8.0, "Titel", "youth", 99.99999999999999, date(2026, 9, 1), False, None]
    rows = rows_of(workbook([head, [], values, more]))
    assert [(number, texts[:7]) for number, texts in rows] == [
        (3, ["7", "Titel", "youth", "1234.5", "2026-09-01", "ja", "Text"]),
        (4, ["8", "Titel", "youth", "100", "2026-09-01", "nein", ""]),
    ]


def test_formula_counts_as_what_was_calculated():
    book = openpyxl.Workbook()
    book.active.append(["nr", "titel", "federfuehrung"])
    book.active.append(["1", '=HYPERLINK("http://a.example","Titel")', "youth"])
    file = io.BytesIO()
    book.save(file)
    # Nobody calculated it: then it is empty, and never a formula.
    assert [texts[:3] for _number, texts in rows_of(file)] == [["1", "", "youth"]]


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
