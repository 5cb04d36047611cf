"""Finding measures by what people remember: a number, words of the text, part of a word."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from workflows.models import din5007_key

from ...council.models import Paper
from ..models import Measure
from .numbers import Numbers, numbers_in
from .sets import IsIn

_YEARS = tuple(f"{year:02d}" for year in range(100))


def matches(text: str) -> Q:
    """Whether the text of a measure holds all words in any German form, its title holds each part
    (“lotse” in “Gesundheitslotsen”), or it has the file or paper number, or one that begins so.

    Words and numbers are found by their own indexes; the parts are asked of the title in the
    index that the measures are walked by.
    """
    words = SearchQuery(text, config="german", search_type="websearch")
    numbers = numbers_in(text)
    found = (
        Q(IsIn("pk", Measure.objects.filter(words=words).values("pk")))
        | _holds_parts(text)
        | Q(IsIn("pk", Measure.objects.filter(_files(numbers)).values("pk")))
    )
    if numbers.papers:
        found |= Q(IsIn("case_id", Paper.objects.filter(_papers(numbers)).values("case")))
    return found


def _files(numbers: Numbers) -> Q:
    found = Q(pk__in=[])
    for beginning in numbers.files:
        found |= Q(reference__startswith=beginning)
    if numbers.count is not None:
        # The count of a file number is the key of its case.
        found |= Q(case_id=numbers.count, reference__endswith=f"-{numbers.count:04d}")
    return found


def _papers(numbers: Numbers) -> Q:
    found = Q(pk__in=[])
    for beginning in numbers.papers:
        found |= Q(reference__startswith=beginning)
    if numbers.count is not None:
        found |= Q(reference__in=[f"{year}-{numbers.count:04d}" for year in _YEARS])
    return found


def _holds_parts(text: str) -> Q:
    """Compared in the key of the order: without regard to case, accents and umlauts."""
    parts = [key for key in map(din5007_key, text.split()) if key]
    holds = Q() if parts else Q(pk__in=[])
    for part in parts:
        holds &= Q(title_sort_key__contains=part)
    return holds
