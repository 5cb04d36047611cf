"""A file as a heading and numbered rows, whatever kind of table it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..actions.files import LARGEST_MB
from ..actions.uploads import MOST_ROWS
from .columns import Column, read_heading
from .problems import unreadable
from .text_tables import Row, csv_rows
from .workbooks import MAGIC, OLD_MAGIC, workbook_rows

_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a list and its rows, which can be read once."""

    columns: list[Column]
    rows: Iterator[Row]
    # Whether every row writes all its cells, so that a short one has lost some.
    is_text: bool


def read_table(file: BinaryIO) -> Table:
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
    number, heading = next(rows, (0, []))
    if not number:
        raise unreadable("empty_file")
    columns = read_heading(number, _without_empty_end(heading))
    return Table(columns, _limited(rows), is_text)


def _without_empty_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _limited(rows: Iterator[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            raise unreadable("too_many_rows", row=row[0], limit=f"{MOST_ROWS:,}".replace(",", "."))
        yield row
