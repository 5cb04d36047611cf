"""A small list of measures for the small town, its faults, and the same as a workbook."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from coordination.imports.reading import UnreadableFileError
from coordination.imports.reading.names import Names, Register
from coordination.imports.reading.tables import read_table

TABLE = Path(__file__).parents[2] / "tables" / "import_faults.csv"

LIST = (
    "nr;titel;federfuehrung;partner;handlungsfelder;zielgruppen;bezirke;kosten_eur;kostenart;"
    "deckung;beginn;frist;prioritaet;weg;meilensteine;minderjaehrige;sachverhalt\r\n"
    "A1;Sprachkurse für Eltern;youth;school;Sprache;Alle;;1.234,56;konsumtiv;Land;01.09.2096;"
    "2096-12-24;hoch;rat;2096-12-24 Bericht|01.10.2096 Kurse begonnen;ja;Es fehlen Plätze.\r\n"
    "A2;Lesepaten;Unit school;;Bildung;all;Nord;0;;;;;mittel;ausschuss;;nein;\r\n"
)


NAMES = Names(
    units=Register(
        [(1, "Unit youth", ("youth",)), (2, "Unit school", ("school", "Unit school"))],
        unknown="unit_unknown",
    ),
    outside=frozenset({2}),
    others={
        "fields_of_action": Register([(1, "Sprache", ("Sprache",))], unknown="entry_unknown"),
        "target_groups": Register([(1, "Alle", ("Alle",))], unknown="entry_unknown"),
        "districts": Register([], unknown="entry_unknown"),
    },
)


def file_of(text: str | bytes) -> io.BytesIO:
    """A list as an open file."""
    return io.BytesIO(text if isinstance(text, bytes) else text.encode())


def changed(old: str, new: str) -> str:
    """The list with one place changed, which must be there."""
    assert LIST.count(old) >= 1, old
    return LIST.replace(old, new, 1)


def long_list(rows: int, *, first: int = 1) -> str:
    """A list of so many good rows."""
    head = "nr;titel;federfuehrung;handlungsfelder;zielgruppen;kosten_eur\r\n"
    body = (f"L{n};Vorhaben {n};youth;Sprache;Alle;{n},50" for n in range(first, first + rows))
    return head + "\r\n".join(body) + "\r\n"


def workbook(rows: list[list[object]]) -> io.BytesIO:
    """A workbook with these cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def cells() -> list[list[str]]:
    """The list as cells."""
    return list(csv.reader(io.StringIO(LIST), delimiter=";"))


def rows_of(file: io.BytesIO) -> list[tuple[int, list[str]]]:
    """The rows below the heading."""
    return [(row.number, row.cells) for row in read_table(file).rows]


def problems(file: io.BytesIO) -> list[str]:
    """Why the file cannot be read."""
    with pytest.raises(UnreadableFileError) as error:
        rows_of(file)
    return [str(problem) for problem in error.value.problems]


def faults() -> list[tuple[str, str, str]]:
    """What to replace by what, and the problems it makes; line ends are written as \\n."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            tuple(row[key].replace("\\n", "\n") for key in ("old", "new", "problems"))
            for row in csv.DictReader(file, strict=True)
        ]
