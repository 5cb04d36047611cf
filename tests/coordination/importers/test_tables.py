"""Text files of every kind: encodings, delimiters, and what only looks like a list."""

import codecs
import io

import pytest

from coordination.imports.actions import files as import_files
from tests.coordination.importers.samples import LIST, cells, file_of, problems, rows_of

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
    monkeypatch.setattr("coordination.imports.reading.tables.LARGEST_MB", 0)
    assert import_files.LARGEST_MB == 30
    assert problems(file_of(LIST)) == [
        "Datei: Die Datei ist größer als 0 MB. Bitte teilen Sie sie auf."
    ]
