"""Reading the XML of a workbook element by element, so that none of it can fill the memory.

A few kilobytes can unfold to millions of elements, each deeper than the one before or with a name
of its own; what is read is bounded in depth, number, names and length of a tag.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from .problems import unreadable

DEEPEST = 64
MOST_ELEMENTS = 8_000_000
MOST_NAMES = 2_000
LONGEST_TAG = 1_000_000
"""Bytes without the end of a tag; the longest text of a cell has a fraction of it."""


class _Bounded:
    """A part that ends with an error where a single tag would take the memory of thousands."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self._since = part, 0

    def read(self, size: int = -1) -> bytes:
        data = self._part.read(size)
        end = data.rfind(b">")
        self._since = self._since + len(data) if end < 0 else len(data) - end
        if self._since > LONGEST_TAG:
            raise unreadable("excel_damaged")
        return data


class _Names:
    """The names of elements, attributes and prefixes: the parser forgets none of them."""

    def __init__(self) -> None:
        self._known: set[object] = set()

    def see(self, names: Collection[object]) -> None:
        if not self._known.issuperset(names):
            self._known.update(names)
            if len(self._known) > MOST_NAMES:
                raise unreadable("excel_damaged")


def walk(part: IO[bytes]) -> Iterator[tuple[str, str, Element]]:
    """Begin and end of every element by its name; what is over is forgotten at once.

    UnreadableFileError for what no spreadsheet program writes; whatever the parser raises for
    what is no XML.
    """
    above: list[Any] = []
    names, count = _Names(), 0
    for event, element in iterparse(
        _Bounded(part), events=("start", "end", "start-ns"), forbid_dtd=True
    ):
        if event == "start-ns":
            names.see(element)
            continue
        yield event, local(element.tag), element
        if event == "start":
            count += 1
            names.see((element.tag, *element.attrib))
            above.append(element)
            if len(above) > DEEPEST or count > MOST_ELEMENTS:
                raise unreadable("excel_damaged")
            continue
        above.pop()
        if above:
            above[-1].remove(element)


def beginnings(part: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Every element where it begins: its name and attributes are there, its content is not."""
    return ((name, element) for event, name, element in walk(part) if event == "start")


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]
