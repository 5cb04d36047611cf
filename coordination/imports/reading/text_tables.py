"""Reading a CSV file: its encoding, its delimiter, its rows. The whole never lies in memory."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from .columns import recognised
from .problems import unreadable

DELIMITER = ";"
LONGEST_CELL = 131_072
_CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# No text holds these; a wrong encoding or a file of another kind does.
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATOR_LINE = re.compile(r"sep=.\r?\n", re.IGNORECASE)

Row = tuple[int, list[str]]


def csv_rows(file: BinaryIO) -> Iterator[Row]:
    """The rows that are not empty, each with its number as a spreadsheet counts.

    UTF-8, UTF-16 and Windows-1252 are told apart by what they contain. UnreadableFileError, with
    its row, for any other encoding, a wrong delimiter or a quotation mark that is missing.
    """
    encoding = encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        _check_delimiter(text)
        yield from _rows(text)
    finally:
        if not file.closed:
            text.detach()


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which the whole file can be read."""
    file.seek(0)
    head = file.read(_CHUNK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            candidates = [encoding]
            break
    else:
        candidates = [*_wide_without_mark(head), "utf-8", "cp1252"]
    row = 0
    for encoding in candidates:
        row = _first_unreadable(file, encoding)
        if not row:
            return encoding
    raise unreadable("encoding", row=row)


def _wide_without_mark(head: bytes) -> list[str]:
    """UTF-16 without its mark shows by the zero bytes of the plain letters."""
    odd, even = head[1::2].count(0), head[::2].count(0)
    if odd > len(head) // 8:
        return ["utf-16-le"]
    return ["utf-16-be"] if even > len(head) // 8 else []


def _first_unreadable(file: BinaryIO, encoding: str) -> int:
    """The line in which the encoding fails; 0 if it does not."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return line + _readable_lines(error, encoding)
        strange = _STRANGE.search(text)
        if strange:
            return line + text.count("\n", 0, strange.start())
        if not chunk:
            return 0
        line += text.count("\n")


def _readable_lines(error: UnicodeDecodeError, encoding: str) -> int:
    readable = error.object[: error.start].decode(encoding, errors="replace")
    return readable.count("\n")


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
            yield number, cells
