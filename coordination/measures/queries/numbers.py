"""The file and paper numbers that people mean, however they write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflows.spelling import numeral

# "DS-Nr. 26-0001", "Drucksache 26/0001", "Nr. 19", "M-2026-0013": what kind of number it is.
_LABEL = re.compile(
    r"(?P<kind>M|DS|DRS|DRUCKSACHEN?|VORLAGEN?)?[ .:_-]*(?:NR|NUMMER)?[ .:_-]*(?=\d)"
)
_DATED = re.compile(
    r"(?P<year>\d{4}|\d{2}) ?[-/ _.] ?(?P<count>\d{1,9})(?: ?/ ?(?P<part>\d{1,3}))?"
)
_BARE = re.compile(r"\d{1,9}")
_CENTURY = "20"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Beginnings of file numbers and of paper numbers, and a count that stands without a year."""

    files: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    count: int | None = None


def numbers_in(text: str) -> Numbers:
    """What a text means that is a number: "26-0001", "DS-Nr. 26/1", "M 2026 13" or "19".

    A year of two digits is a paper's unless an M stands before it, one of four digits a file's
    unless it is called a paper. What is no number may still be the beginning of one.
    """
    plain = numeral(text).upper()
    label = _LABEL.match(plain)
    rest = plain[label.end() :] if label else plain
    kind = label["kind"] if label else None
    dated = _DATED.fullmatch(rest)
    if dated:
        return _dated(dated, kind, plain)
    count = int(rest) if _BARE.fullmatch(rest) else None
    return Numbers((plain,), (rest if kind not in {None, "M"} else plain,), count)


def _dated(found: re.Match[str], kind: str | None, plain: str) -> Numbers:
    year, count, part = found["year"], int(found["count"]), found["part"]
    is_file = kind == "M" or (kind is None and len(year) > len(_CENTURY))
    if is_file:
        full = year if len(year) > len(_CENTURY) else f"{_CENTURY}{year}"
        return Numbers(tuple(dict.fromkeys((plain, f"M-{full}-{count:04d}"))))
    paper = f"{year[-2:]}-{count:04d}"
    return Numbers((plain,), (f"{paper}/{int(part)}" if part else paper,))
