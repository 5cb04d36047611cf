"""Finding measures by what people remember: a number, words of the text, part of a word."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from workflows.models import din5007_key

from ...city.queries.sets import IsIn
from ...council.models import Paper
from ..models import Measure
from .numbers import Numbers, numbers_in

_YEARS = tuple(f"{year:02d}" for year in range(100))


def matches(text: str) -> Q:
    """Whether the text of a measure holds all words in any German form, its title holds each part
    (“lotse” in “Gesundheitslotsen”), or it has the file or paper number, or one that begins so.

    Words and numbers are found by their own indexes and make one set; the parts are asked of the
    title in the index that the measures are walked by, so the set is for what they do not find.
    """
    words = SearchQuery(text, config="german", search_type="websearch")
    parts, numbers, measures = _holds_parts(text), numbers_in(text), Measure.objects.all()
    papers = Paper.objects.filter(_papers(numbers)).values("case")
    others = (
        measures.filter(words=words)
        .exclude(parts)
        .values("pk")
        .union(
            measures.filter(_files(numbers)).values("pk"),
            measures.filter(case__in=papers).values("pk"),
            all=True,
        )
    )
    return parts | Q(IsIn("pk", others))


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
