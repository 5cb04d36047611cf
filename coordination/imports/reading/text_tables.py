"""Reading a CSV file: its encoding, its delimiter, its rows. The whole never lies in memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from workflows.encodings import UnreadableTextError, encoding_of

from .columns import recognised
from .problems import unreadable
from .values import Row

DELIMITER = ";"
LONGEST_CELL = 131_072
_SEPARATOR_LINE = re.compile(r"sep=.\r?\n", re.IGNORECASE)


def csv_rows(file: BinaryIO) -> Iterator[Row]:
    """The rows that are not empty, each with its number as a spreadsheet counts.

    The encoding is told by what the file contains. UnreadableFileError, with its row, for one that
    cannot be told, a wrong delimiter or a quotation mark that is missing.
    """
    encoding = _encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        _check_delimiter(text)
        yield from _rows(text)
    finally:
        if not file.closed:
            text.detach()


def _encoding_of(file: BinaryIO) -> str:
    try:
        return encoding_of(file)
    except UnreadableTextError as error:
        raise unreadable("encoding", row=error.line) from None


def _check_delimiter(text: io.TextIOWrapper) -> None:
    """Find out by the heading whether the file is separated as expected; goes back to its start."""
    start = text.tell()
    first = text.readline(LONGEST_CELL)
    if _SEPARATOR_LINE.fullmatch(first):
        start = text.tell()
        first = text.readline(LONGEST_CELL)
    while first and not first.strip():
        first = text.readline(LONGEST_CELL)
    text.seek(start)
    known = recognised(_split(first, DELIMITER))
    better = [found for found in (",", "\t", "|", ":") if recognised(_split(first, found)) > known]
    if better:
        code = "delimiter_tab" if better[0] == "\t" else "delimiter"
        raise unreadable(code, row=1, found=better[0])


def _split(line: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(text: io.TextIOWrapper) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=DELIMITER, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise unreadable("quote", row=number, limit=LONGEST_CELL) from None
        if any(cell.strip() for cell in cells):
            yield Row(number, cells)
