"""File numbers as people write them, and those that they may have meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ...spelling import numeral

# "M-2026-0099", "m 2026 99", "2026/99", "M 26/99", "M20260099", "Nr. 99"
_NUMBER = re.compile(
    r"(?P<letters>(?!NR)[A-Z]{1,3})?[ .:_/-]*(?:NR|NUMMER)?[ .:_/-]*"
    r"(?:(?P<year>\d{4})(?:[ ._/-]+|(?=\d{4,9}$))|(?P<short>\d\d)[ ._/-]+)?(?P<count>\d{1,9})"
)
# "99/2026"
_TURNED = re.compile(
    r"(?P<letters>(?!NR)[A-Z]{1,3})?[ .:_/-]*(?P<count>\d{1,9})[ ._/-]+(?P<year>(?:19|20)\d\d)"
)
_LOOKS_LIKE_A_DIGIT = str.maketrans("OIL", "011")
_YEARS = range(1990, 2100)
_DIGITS = "0123456789"
Changes = Callable[[str], Iterator[str]]
WIDTH = 4
"""So many digits a count has at least."""


@dataclass(frozen=True, slots=True)
class FileNumber:
    """What a number says: the letters of its kind and its year, empty where it says none, and
    its count, which is the key of its case.
    """

    letters: str
    year: str
    count: int

    @property
    def pattern(self) -> str:
        """What a title that begins with this number is LIKE."""
        return f"{self.letters or '%'}-{self.year or '_' * 4}-{self.count:0{WIDTH}d}%"


def file_number_in(text: str) -> FileNumber | None:
    """The number that a text is: "M-2026-99", "m 2026 0099", "2026/99", "99/2026", "Nr. 99".

    O and I among the digits are digits. A year of two digits needs a letter before it: without
    one it is that of a paper. None where the text is no number.
    """
    plain = numeral(text).upper()
    first = re.search(r"\d", plain)
    if first is None:
        return None
    plain = plain[: first.end()] + plain[first.end() :].translate(_LOOKS_LIKE_A_DIGIT)
    found = _NUMBER.fullmatch(plain)
    turned = _TURNED.fullmatch(plain)
    if turned and (found is None or int(found["year"] or 0) not in _YEARS):
        return FileNumber(turned["letters"] or "", turned["year"], int(turned["count"]))
    if found is None or (found["short"] and not found["letters"]):
        return None
    year = found["year"] or (f"20{found['short']}" if found["short"] else "")
    return FileNumber(found["letters"] or "", year, int(found["count"]))


def swapped(number: FileNumber) -> Iterator[FileNumber]:
    """The number under any letter, and with two neighbouring digits the other way round."""
    free = replace(number, letters="")
    yield free
    yield from (replace(free, count=count) for count in _counts(number, _turned_round))
    yield from (replace(free, year=year) for year in _years(number, _turned_round))


def one_off(number: FileNumber) -> Iterator[FileNumber]:
    """The number with one digit other than it is, one too many or one missing."""
    free = replace(number, letters="")
    yield from (replace(free, count=count) for count in _counts(number, _other))
    shorter = {text for text in _left_out(f"{number.count:0{WIDTH}d}") if text}
    longer = set(_put_in(f"{number.count}"))
    yield from (replace(free, count=int(text)) for text in sorted(shorter | longer))
    yield from (replace(free, year=year) for year in _years(number, _other))


NEAR = (swapped, one_off)
"""What may have been meant, the likelier first."""


def _counts(number: FileNumber, change: Changes) -> list[int]:
    return sorted({int(text) for text in change(f"{number.count:0{WIDTH}d}")} - {0})


def _years(number: FileNumber, change: Changes) -> list[str]:
    return sorted(text for text in set(change(number.year)) if text and int(text) in _YEARS)


def _turned_round(text: str) -> Iterator[str]:
    for at in range(len(text) - 1):
        yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _other(text: str) -> Iterator[str]:
    for at in range(len(text)):
        for digit in _DIGITS:
            yield text[:at] + digit + text[at + 1 :]


def _left_out(text: str) -> Iterator[str]:
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]


def _put_in(text: str) -> Iterator[str]:
    for at in range(len(text) + 1):
        for digit in _DIGITS:
            yield text[:at] + digit + text[at:]
