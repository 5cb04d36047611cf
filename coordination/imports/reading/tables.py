"""A file as a heading and numbered rows, whatever kind of table it is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from ..actions.files import LARGEST_MB
from ..actions.uploads import MOST_ROWS
from .columns import COLUMNS, Column, read_heading, recognised
from .problems import UnreadableFileError, unreadable
from .text_tables import csv_rows
from .values import Row, look_of
from .workbooks import MAGIC, OLD_MAGIC, workbook_rows

_MOST_ABOVE = 20
"""So many rows are looked at for a heading that is not the first of them."""

_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a list and its rows, which can be read once."""

    columns: list[Column]
    rows: Iterator[Row]
    # The names of the columns that the sheet does not show.
    hidden: tuple[str, ...] = ()


def read_table(file: BinaryIO, columns: Sequence[Column] = COLUMNS) -> Table:
    """The list in a file, which is told by its content, never by its name.

    UnreadableFileError for what cannot be a list, also while the rows are read: a list of more
    than MOST_ROWS rows or with a broken quotation mark is none.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(16)
    if not size or not head.strip():
        raise unreadable("empty_file")
    if size > LARGEST_MB * 1_000_000:
        raise unreadable("too_large", limit=LARGEST_MB)
    if head.startswith(OLD_MAGIC):
        raise unreadable("old_excel")
    if head.startswith(_OTHERS):
        raise unreadable("no_table")
    is_text = not head.startswith(MAGIC)
    rows = csv_rows(file) if is_text else workbook_rows(file)
    first = next(rows, None)
    if first is None:
        raise unreadable("empty_file")
    heading = _without_empty_end(first.cells)
    try:
        found = read_heading(first.number, heading, columns)
    except UnreadableFileError:
        _look_below(rows, columns, better_than=recognised(heading, columns))
        raise
    named = zip(found, heading, strict=True)
    hidden = tuple(column.name for column, cell in named if look_of(cell).is_hidden)
    return Table(found, _limited(rows), hidden)


def _look_below(rows: Iterator[Row], columns: Sequence[Column], *, better_than: int) -> None:
    """Tell where the heading is, if a title and the like stand above it."""
    for row in islice(rows, _MOST_ABOVE):
        if recognised(row.cells, columns) > better_than:
            raise unreadable("heading_below", row=row.number)


def _without_empty_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _limited(rows: Iterator[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            raise unreadable(
                "too_many_rows", row=row.number, limit=f"{MOST_ROWS:,}".replace(",", ".")
            )
        yield row
