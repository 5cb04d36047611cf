"""Part of a word found by an index: the rows that hold every three letters of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

SIZE = 3


def may_hold(name: str, parts: Iterable[str]) -> Q:
    """Whether a column of Grams has those of each part, which is in small letters.

    So it is for all rows that hold the parts, and for few others: whoever asks compares them too.
    What is shorter than three letters is in no index; then this says nothing.
    """
    found = sorted({gram for part in parts for gram in grams_of(part)})
    return Q(**{f"{name}__contains": found}) if found else Q()


def grams_of(part: str) -> Iterable[str]:
    for start in range(len(part) - SIZE + 1):
        gram = part[start : start + SIZE]
        # How other letters become small the database may know otherwise; spaces it leaves out.
        if gram.isascii() and " " not in gram:
            yield gram
