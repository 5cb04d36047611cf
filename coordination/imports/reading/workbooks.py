"""Reading the first sheet of an Excel file (.xlsx) row by row; the whole never lies in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import BinaryIO
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .markup import walk
from .problems import UnreadableFileError, unreadable
from .values import Look, Row, Value
from .workbook_parts import UNPACKED_MB, Workbook, in_format, opened_archive

MAGIC = b"PK\x03\x04"
OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_EMPTY = 50_000
_MOST_CELLS = 1_500_000
_WIDEST = 120
_DIGITS = 6
_TRUE = {"1", "true"}
# A character that XML cannot hold or would change stands as its number: _x000D_ ends a line.
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


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
    # What it is calculated by, and whether the result was written beside it.
    formula: str | None = None
    is_calculated: bool = False


class _Sheet:
    """A sheet while it is read: where we are, and how much there was."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._row = self._column = self._empty = self._all_cells = 0
        self._is_hidden = self._has_heading = False
        self._texts: dict[int, str] = {}
        self._cell = _Cell()
        self._hidden_columns: set[int] = set()
        self._merged = [_Merged(*range_boundaries(ref)) for ref in book.merged()]

    def begin(self, name: str, element: Element) -> None:
        if name == "row":
            self._row = int(element.get("r") or self._row + 1)
            self._column, self._texts = 0, {}
            self._is_hidden = element.get("hidden") in _TRUE
        elif name == "c":
            self._column = _column(element.get("r")) or self._column + 1
            self._cell = _Cell(element.get("t") or "n", int(element.get("s") or 0))
            self._all_cells += 1
            if self._all_cells > _MOST_CELLS:
                raise unreadable("excel_too_large", limit=UNPACKED_MB)
        elif name == "col" and element.get("hidden") in _TRUE:
            first, last = int(element.attrib["min"]), int(element.attrib["max"])
            self._hidden_columns.update(range(first, min(last, _WIDEST) + 1))

    def end(self, name: str, element: Element) -> Row | None:
        """The row that ends here, if one does that is not empty."""
        if name in {"v", "t"}:
            self._cell.pieces.append(element.text or "")
            self._cell.is_calculated = True
        elif name == "f":
            self._cell.formula = element.text or ""
        elif name == "c":
            text = _text(self._cell, self._book)
            if self._column in self._hidden_columns and not self._has_heading:
                text = Value.of(text, Look(text, is_hidden=True))
            if text:
                # What stands too far right is kept where it shows that the row is too long.
                self._texts[min(self._column, _WIDEST)] = text
        elif name == "row":
            return self._ended()
        return None

    def _ended(self) -> Row | None:
        if self._texts:
            for merged in self._merged if self._has_heading else ():
                merged.mark(self._row, self._texts)
            self._has_heading = True
            width = max(self._texts)
            cells = [self._texts.get(at, "") for at in range(1, width + 1)]
            return Row(self._row, cells, self._is_hidden)
        self._empty += 1
        if self._empty > _MOST_EMPTY:
            raise unreadable("empty_rows", row=self._row)
        return None


@dataclass(frozen=True, slots=True)
class _Merged:
    """Cells that are shown as one, whose content stands in the first of them only."""

    left: int
    top: int
    right: int
    bottom: int

    def mark(self, row: int, texts: dict[int, str]) -> None:
        """Say of the cells of a row that what is shown in them is not theirs."""
        if not self.top <= row <= self.bottom:
            return
        first = self.left + (row == self.top)
        for column in range(first, min(self.right, _WIDEST) + 1):
            texts.setdefault(column, Value.of("", Look("", fault="cell_merged")))


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
    is_text = cell.kind == "str" and cell.is_calculated
    if cell.formula is not None and not raw and not is_text:
        shown = f"={cell.formula}"
        return Value.of(shown, Look(shown, fault="cell_formula"))
    match cell.kind:
        case "s":
            return _decoded(book.texts[int(raw)]).strip() if raw else ""
        case "b":
            return _YES_NO.get(raw, raw)
        case "n":
            return _number(float(raw), book.format_of(cell.style), book) if raw else ""
        case "d":
            return Value.of(raw, Look(raw, is_day=True)) if raw else ""
        case _:
            return _decoded(raw).strip()


_YES_NO: Mapping[str, str] = {"1": "ja", "0": "nein"}


def _decoded(text: str) -> str:
    """Escaped characters as themselves; `_x005F_` is the underscore of what only looks escaped."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Two halves make one character; a lone half is refused where the cell is read.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _number(value: float, code: str, book: Workbook) -> str:
    if book.is_date_format(code):
        day = _date(value, book)
        return Value.of(day, Look(day, is_day=True))
    # 99.99999999999999 is what a spreadsheet calculates and shows as 100.
    text = f"{round(value, _DIGITS):.{_DIGITS}f}".rstrip("0").rstrip(".")
    shown = in_format(text, code)
    return text if shown == text else Value.of(text, Look(shown))


def _date(value: float, book: Workbook) -> str:
    epoch = CALENDAR_MAC_1904 if book.counts_from_1904 else CALENDAR_WINDOWS_1900
    moment = from_excel(value, epoch)
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    return str(moment)
