"""The file and paper numbers that people mean, however they write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.db.models import Q

from workflows.queries.inbox.numbers import NEAR, WIDTH, file_number_in
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
_OF_MEASURES = ("", "M")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Beginnings of file numbers and of paper numbers, and a count that stands without a year."""

    files: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    count: int | None = None


def numbers_in(text: str) -> Numbers:
    """What a text means that is a number: "26-0001", "DS-Nr. 26/1", "M 2026 13" or "19".

    A year of two digits is a paper's unless an M stands before it, one of four digits a file's
    unless it is called a paper; "2026/13" may be written as "13/2026" or "M202613" as well. What
    is no number may still be the beginning of one.
    """
    found, number = _numbers_in(text), file_number_in(text)
    if number is None or not number.year or number.letters not in _OF_MEASURES:
        return found
    written = f"M-{number.year}-{number.count:0{WIDTH}d}"
    return replace(found, files=tuple(dict.fromkeys((*found.files, written))))


def near_to(text: str, near: int) -> Q:
    """Measures with a file number that is so far from the one that is sought."""
    number = file_number_in(text)
    meant = list(NEAR[near - 1](number)) if number else []
    # The count of a file number is the key of its case.
    found = Q(case_id__in=sorted({one.count for one in meant}))
    if number is not None and number.year:
        written = {f"M-{one.year}-{one.count:0{WIDTH}d}" for one in meant}
        found &= Q(reference__in=sorted(written))
    return found


def _numbers_in(text: str) -> Numbers:
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
