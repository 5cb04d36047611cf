"""Reading the first sheet of an Excel file (.xlsx) row by row; the whole never lies in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import BinaryIO
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .problems import UnreadableFileError, unreadable
from .text_tables import Row
from .workbook_parts import UNPACKED_MB, Workbook, opened_archive, walk

MAGIC = b"PK\x03\x04"
OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_EMPTY = 50_000
_MOST_CELLS = 1_500_000
_WIDEST = 120
_DIGITS = 6


def workbook_rows(file: BinaryIO) -> Iterator[Row]:
    """The rows of the first sheet that are not empty, each with its number; cells as text.

    Formulas count as the value that was last calculated. UnreadableFileError for what is no
    workbook, and for what would fill the memory.
    """
    with opened_archive(file) as parts:
        try:
            yield from _rows(Workbook(parts))
        except UnreadableFileError:
            raise
        # A hostile file makes any reader raise anything.
        except Exception as error:
            raise unreadable("excel_damaged") from error


@dataclass(slots=True)
class _Cell:
    """A cell while it is read."""

    kind: str = ""
    style: int = 0
    pieces: list[str] = field(default_factory=list)


class _Sheet:
    """A sheet while it is read: where we are, and how much there was."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._row = self._column = self._empty = self._all_cells = 0
        self._texts: dict[int, str] = {}
        self._cell = _Cell()

    def begin(self, name: str, element: Element) -> None:
        if name == "row":
            self._row = int(element.get("r") or self._row + 1)
            self._column, self._texts = 0, {}
        elif name == "c":
            self._column = _column(element.get("r")) or self._column + 1
            self._cell = _Cell(element.get("t") or "n", int(element.get("s") or 0))
            self._all_cells += 1
            if self._all_cells > _MOST_CELLS:
                raise unreadable("excel_too_large", limit=UNPACKED_MB)

    def end(self, name: str, element: Element) -> Row | None:
        """The row that ends here, if one does that is not empty."""
        if name in {"v", "t"}:
            self._cell.pieces.append(element.text or "")
        elif name == "c":
            text = _text(self._cell, self._book)
            if text:
                # What stands too far right is kept where it shows that the row is too long.
                self._texts[min(self._column, _WIDEST)] = text
        elif name == "row":
            return self._ended()
        return None

    def _ended(self) -> Row | None:
        if self._texts:
            width = max(self._texts)
            return self._row, [self._texts.get(at, "") for at in range(1, width + 1)]
        self._empty += 1
        if self._empty > _MOST_EMPTY:
            raise unreadable("empty_rows", row=self._row)
        return None


def _rows(book: Workbook) -> Iterator[Row]:
    sheet = _Sheet(book)
    with book.sheet() as part:
        for event, name, element in walk(part):
            if event == "start":
                sheet.begin(name, element)
            elif row := sheet.end(name, element):
                yield row


def _column(place: str | None) -> int:
    return column_index_from_string(place.rstrip("0123456789")) if place else 0


def _text(cell: _Cell, book: Workbook) -> str:
    """A value as a person would type it into a CSV file."""
    raw = "".join(cell.pieces)
    match cell.kind:
        case "s":
            return book.texts[int(raw)].strip() if raw else ""
        case "b":
            return {"1": "ja", "0": "nein"}.get(raw, raw)
        case "n":
            if not raw:
                return ""
            is_date = cell.style in book.date_styles
            return _date(float(raw), book) if is_date else _number(float(raw))
        case _:
            return raw.strip()


def _number(value: float) -> str:
    # 99.99999999999999 is what a spreadsheet calculates and shows as 100.
    return f"{round(value, _DIGITS):.{_DIGITS}f}".rstrip("0").rstrip(".")


def _date(value: float, book: Workbook) -> str:
    epoch = CALENDAR_MAC_1904 if book.counts_from_1904 else CALENDAR_WINDOWS_1900
    moment = from_excel(value, epoch)
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    return str(moment)
