"""Finding measures by what people remember: a number, words of the text, part of a word."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from workflows.models import din5007_key

from ...council.models import Paper
from ..models import Measure
from .sets import Among


def matches(text: str) -> Q:
    """Whether the text of a measure holds all words in any German form, its title holds each part
    (“lotse” in “Gesundheitslotsen”), or its file or paper number begins with it.

    Words and numbers are found by their own indexes; the parts are asked of the title in the
    index that the measures are walked by.
    """
    words = SearchQuery(text, config="german", search_type="websearch")
    number = text.upper().removeprefix("DS").strip()
    return (
        Q(Among("pk", Measure.objects.filter(words=words).values("pk")))
        | _holds_parts(text)
        | Q(Among("pk", Measure.objects.filter(reference__startswith=text.upper()).values("pk")))
        | Q(Among("case_id", Paper.objects.filter(reference__startswith=number).values("case")))
    )


def _holds_parts(text: str) -> Q:
    """Compared in the key of the order: without regard to case, accents and umlauts."""
    parts = [key for key in map(din5007_key, text.split()) if key]
    holds = Q() if parts else Q(pk__in=[])
    for part in parts:
        holds &= Q(title_sort_key__contains=part)
    return holds
