"""The parts of an Excel file (.xlsx): which there are, and what the cells of a sheet refer to.

A workbook is an archive of XML. A few kilobytes of it can unfold to gigabytes, as bytes or as
objects, so parts are measured before they are unpacked and large ones are never held whole.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from .problems import unreadable

UNPACKED_MB = 60
_SMALL_MB = 2
_MOST_PARTS = 500
_MOST_TEXTS = 600_000


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
        root, related = self._small(main), self._related(main)
        shown = (
            found for found in _named(root, "sheet") if found.get("state", "visible") == "visible"
        )
        key = next(
            value for name, value in next(shown).attrib.items() if _local(name) == "id"
        )  # fmt: skip
        self._sheet = related[key][1]
        others = dict(related.values())
        self.counts_from_1904 = any(
            found.get("date1904") in {"1", "true"} for found in _named(root, "workbookPr")
        )
        self.date_styles = self._date_styles(others.get("styles"))
        self.texts = list(self._texts(others.get("sharedStrings")))

    def sheet(self) -> IO[bytes]:
        """The XML of the sheet, to be read once."""
        return self._parts.open(self._sheet)

    def _small(self, path: str) -> Element:
        if self._parts.getinfo(path).file_size > _SMALL_MB * 1_000_000:
            raise unreadable("excel_too_large", limit=_SMALL_MB)
        root: Element = fromstring(self._parts.read(path), forbid_dtd=True)
        return root

    def _related(self, path: str) -> dict[str, tuple[str, str]]:
        """Kind and path of the parts to which a part refers, by their key."""
        place = join(dirname(path), "_rels", f"{path.rpartition('/')[2]}.rels")
        return {
            found.attrib["Id"]: (
                found.attrib["Type"].rpartition("/")[2],
                normpath(join("/", dirname(path), found.attrib["Target"])).lstrip("/"),
            )
            for found in _named(self._small(place), "Relationship")
        }

    def _date_styles(self, path: str | None) -> frozenset[int]:
        """Which styles of cells show a number as a date."""
        if path is None:
            return frozenset()
        root = self._small(path)
        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        for found in _named(root, "numFmt"):
            formats[int(found.attrib["numFmtId"])] = found.attrib.get("formatCode", "")
        styles: Iterable[Element] = next(_named(root, "cellXfs"), [])
        return frozenset(
            at
            for at, style in enumerate(styles)
            if is_date_format(formats.get(int(style.get("numFmtId", 0)), ""))
        )

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


def walk(part: IO[bytes]) -> Iterator[tuple[str, str, Element]]:
    """Begin and end of every element by its name; what is over is forgotten at once."""
    above: list[Any] = []
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        yield event, _local(element.tag), element
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if above:
            above[-1].remove(element)


def _named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element.tag) == name)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
