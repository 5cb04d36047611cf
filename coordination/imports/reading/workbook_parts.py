"""The parts of an Excel file (.xlsx): which there are, and what the cells of a sheet refer to.

A workbook is an archive of XML. A few kilobytes of it can unfold to gigabytes, so parts are
measured before they are unpacked and read piece by piece.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Iterator
from functools import cache
from posixpath import dirname, join, normpath
from typing import IO, BinaryIO

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from .markup import beginnings, local, walk
from .problems import unreadable

UNPACKED_MB = 60
_MOST_PARTS = 500
_MOST_TEXTS = 600_000
_MOST_MERGED = 5_000

# "M"000 and 0.00: a format of digits with words around it.
_WORDS = r'(?:"[^"]*"|\\.)*'
_DIGITS = re.compile(rf"({_WORDS})(0+)(?:\.(0+))?({_WORDS})")


def opened_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The parts of the file; UnreadableFileError if it is no workbook or unfolds too far."""
    file.seek(0)
    try:
        parts = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise unreadable("excel_damaged") from None
    infos = parts.infolist()
    if "[Content_Types].xml" not in {info.filename for info in infos}:
        raise unreadable("no_table")
    # A part never yields more than its announced size.
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > _MOST_PARTS or unpacked > UNPACKED_MB * 1_000_000:
        raise unreadable("excel_too_large", limit=UNPACKED_MB)
    return parts


class Workbook:
    """The first sheet that people see, and what its cells refer to."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._parts = parts
        (main,) = (path for kind, path in self._related("").values() if kind == "officeDocument")
        related = self._related(main)
        self.counts_from_1904, sheet = self._described(main)
        if not sheet:
            # A document or a presentation lies in the same kind of archive.
            raise unreadable("no_table")
        self._sheet = related[sheet][1]
        others = dict(related.values())
        self._formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self._styles = array("q")
        self._read_styles(others.get("styles"))
        self.texts = list(self._texts(others.get("sharedStrings")))
        self.is_date_format = cache(is_date_format)

    def sheet(self) -> IO[bytes]:
        """The XML of the sheet, to be read once."""
        return self._parts.open(self._sheet)

    def format_of(self, style: int) -> str:
        """The format in which a style shows a number; empty if there is no such style."""
        if not 0 <= style < len(self._styles):
            return ""
        return self._formats.get(self._styles[style], "")

    def merged(self) -> list[str]:
        """The ranges of cells that are shown as one."""
        with self.sheet() as part:
            if not _holds(part, b"mergeCell "):
                return []
        with self.sheet() as part:
            found = [e.get("ref", "") for name, e in beginnings(part) if name == "mergeCell"]
        if len(found) > _MOST_MERGED:
            raise unreadable("excel_too_large", limit=UNPACKED_MB)
        return found

    def _described(self, main: str) -> tuple[bool, str]:
        """Whether days count from 1904, and the key of the first sheet that is not hidden."""
        counts_from_1904, sheet = False, ""
        with self._parts.open(main) as part:
            for name, element in beginnings(part):
                if name == "workbookPr":
                    counts_from_1904 = element.get("date1904") in {"1", "true"}
                elif name == "sheet" and not sheet and _is_shown(element.get("state")):
                    keys = (v for name, v in element.attrib.items() if local(name) == "id")
                    sheet = next(keys)
        return counts_from_1904, sheet

    def _related(self, path: str) -> dict[str, tuple[str, str]]:
        """Kind and path of the parts to which a part refers, by their key."""
        place = join(dirname(path), "_rels", f"{path.rpartition('/')[2]}.rels")
        with self._parts.open(place) as part:
            return {
                found.attrib["Id"]: (
                    found.attrib["Type"].rpartition("/")[2],
                    normpath(join("/", dirname(path), found.attrib["Target"])).lstrip("/"),
                )
                for name, found in beginnings(part)
                if name == "Relationship"
            }

    def _read_styles(self, path: str | None) -> None:
        """The formats of numbers, and which of them each style of cells has."""
        if path is None:
            return
        is_inside = False
        with self._parts.open(path) as part:
            for event, name, element in walk(part):
                if name == "cellXfs":
                    is_inside = event == "start"
                elif event == "end":
                    continue
                elif name == "xf" and is_inside:
                    self._styles.append(int(element.get("numFmtId", 0)))
                elif name == "numFmt":
                    key = int(element.attrib["numFmtId"])
                    self._formats[key] = element.attrib.get("formatCode", "")

    def _texts(self, path: str | None) -> Iterator[str]:
        """The texts that cells share, in their order."""
        if path is None:
            return
        pieces: list[str] = []
        count = spoken = 0
        with self._parts.open(path) as part:
            for event, name, element in walk(part):
                if event == "start":
                    # How a text is pronounced (rPh) is not part of it.
                    spoken = len(pieces) if name == "rPh" else spoken
                elif name == "t":
                    pieces.append(element.text or "")
                elif name == "rPh":
                    del pieces[spoken:]
                elif name == "si":
                    count += 1
                    if count > _MOST_TEXTS:
                        raise unreadable("excel_too_large", limit=UNPACKED_MB)
                    yield "".join(pieces)
                    pieces = []


def in_format(number: str, code: str) -> str:
    """A number as a format of digits shows it: 7 in `"M"000` is M007, 1.1 in 0.00 is 1.10."""
    found = _DIGITS.fullmatch(code)
    if not found or number.startswith("-"):
        return number
    before, whole, places, after = found.groups()
    given, _point, rest = number.partition(".")
    if len(rest) > len(places or ""):
        return number
    digits = given.zfill(len(whole)) + (f".{rest.ljust(len(places), '0')}" if places else "")
    return f"{_literal(before)}{digits}{_literal(after)}"


def _literal(words: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda found: found[1] or found[2] or "", words)


def _is_shown(state: str | None) -> bool:
    return state in {None, "visible"}


def _holds(part: IO[bytes], word: bytes) -> bool:
    tail = b""
    while chunk := part.read(1 << 16):
        if word in tail + chunk:
            return True
        tail = chunk[-len(word) :]
    return False
