"""Finding measures by what people remember: a number, words of the text, part of a word."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from workflows.models import din5007_key

from ..models import Measure, MeasureQuerySet, Paper

MOST = 5000
"""So many hits are carried as keys into the next statement; more are asked for row by row."""


def search(
    measures: MeasureQuerySet, text: str, *, among_few: bool, broad: int
) -> tuple[MeasureQuerySet, bool]:
    """The measures whose text holds all words in any German form, whose title holds each part
    (“lotse” in “Gesundheitslotsen”), or whose file or paper number begins with it.

    `among_few`: there are so few that each may be looked at. Else the hits are found first, each
    way by its own index, for which one statement is needed; joined by OR none could use one.
    Also returned is whether more than `broad` measures may be found.
    """
    ways = _ways(text)
    together = Q()
    for way in ways:
        together |= way
    if among_few:
        return measures.filter(together), True
    first, *others = [Measure.objects.filter(way).values_list("pk", flat=True) for way in ways]
    hits = list(first.union(*others, all=True)[: MOST + 1])
    found = measures.filter(together if len(hits) > MOST else Q(pk__in=hits))
    return found, len(set(hits)) > broad


def _ways(text: str) -> list[Q]:
    words = SearchQuery(text, config="german", search_type="websearch")
    number = text.upper().removeprefix("DS").strip()
    papers = Paper.objects.filter(reference__startswith=number).values("case")
    return [
        Q(words=words),
        _holds_parts(text),
        Q(reference__startswith=text.upper()),
        Q(case__in=papers),
    ]


def _holds_parts(text: str) -> Q:
    """Compared in the key of the order: without regard to case, accents and umlauts."""
    parts = [key for key in map(din5007_key, text.split()) if key]
    holds = Q() if parts else Q(pk__in=[])
    for part in parts:
        holds &= Q(title_sort_key__contains=part)
    return holds
