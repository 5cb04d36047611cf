"""Reading the first sheet of an Excel file (.xlsx) row by row, wary of what it may hide."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

import openpyxl

from .problems import UnreadableFileError, unreadable
from .text_tables import Row

MAGIC = b"PK\x03\x04"
OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNPACKED_MB = 60
_PARTS = 500
_WIDEST = 120
_DIGITS = 6


def workbook_rows(file: BinaryIO) -> Iterator[Row]:
    """The rows of the first sheet that are not empty, each with its number; cells as text.

    Formulas count as the value that was last calculated. UnreadableFileError for what is no
    workbook, and, before anything is unpacked, for what would fill the memory (zip bombs).
    """
    _check_parts(file)
    file.seek(0)
    try:
        yield from _rows(file)
    except UnreadableFileError:
        raise
    # A hostile file makes the reader raise anything.
    except Exception as error:
        raise unreadable("excel_damaged") from error


def _check_parts(file: BinaryIO) -> None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as parts:
            infos = parts.infolist()
            names = set(parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise unreadable("excel_damaged") from None
    if "[Content_Types].xml" not in names:
        raise unreadable("no_table")
    # A part never yields more than its announced size.
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > _PARTS or unpacked > UNPACKED_MB * 1_000_000:
        raise unreadable("excel_too_large", limit=UNPACKED_MB)


def _rows(file: BinaryIO) -> Iterator[Row]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise unreadable("excel_damaged")
        sheet: Any = book.worksheets[0]
        # What the file says about its own size may be wrong.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True, max_col=_WIDEST)
        for number, values in enumerate(rows, start=1):
            cells = [_text(value) for value in values]
            if any(cells):
                yield number, cells
    finally:
        book.close()


def _text(value: object) -> str:
    """A value as a person would type it into a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nein"
        case float():
            # 99.99999999999999 is what a spreadsheet calculates and shows as 100.
            text = f"{round(value, _DIGITS):.{_DIGITS}f}".rstrip("0")
            return text.rstrip(".")
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()
