"""Tables as CSV for a spreadsheet program of the office."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from .spelling import unseen_removed

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells spreadsheet programs that the file is UTF-8."""

_BEGIN = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | Decimal | dt.date | None


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Lines of a German CSV file: semicolons, decimal commas, days as 22.11.2026, no formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([_shown(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:.2f}".replace(".", ",")
        case dt.date():
            return f"{cell:%d.%m.%Y}"
        case int():
            return str(cell)
        case _:
            return harmless(cell)


def harmless(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet program would run it as a formula."""
    # Some programs read full-width signs like the narrow ones and pass over what has no width.
    plain = unicodedata.normalize("NFKC", unseen_removed(text[:_BEGIN]))
    return f"'{text}" if plain.startswith(_FORMULA) else text
