"""Finding measures by what people remember: a number, words of the text, part of a word."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from workflows.models import Unit, din5007_key
from workflows.queries.inbox.searching import finds
from workflows.untyped import SqlParams

from ...city.queries.sets import IsIn
from ...council.models import Paper
from ..models import Measure
from .numbers import Numbers, near_to, numbers_in

_YEARS = tuple(f"{year:02d}" for year in range(100))


SHORTEST_OFFICE = 4
"""With fewer letters a word names an office only where they are its short name."""


def matches(text: str, *, near: int = 0) -> Q:
    """Whether the text of a measure holds all words in any German form, its title and the name of
    its lead hold each part (“lotse” in “Gesundheitslotsen”), or it has the file or paper number,
    or one that begins so. `near`: only file numbers, so far from the one that is sought.

    Words and numbers are found by their own indexes and make one set; the parts are asked of the
    title in the index that the measures are walked by, so the set is for what they do not find.
    """
    if near:
        return near_to(text, near)
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
    parts = {word: key for word in text.split() if (key := din5007_key(word))}
    holds = Q() if parts else Q(pk__in=[])
    for word, part in parts.items():
        holds &= Q(title_sort_key__contains=part) | Q(IsIn("lead_id", _offices(word, part)))
    return holds


def _offices(word: str, part: str) -> QuerySet[Unit, int]:
    called = Q(short_name__iexact=word)
    if len(part) >= SHORTEST_OFFICE:
        called |= Q(sort_key__contains=part)
    return Unit.objects.filter(called).values_list("pk", flat=True)


def by_text(words: str) -> tuple[str, SqlParams]:
    """For the inbox: the case `c` is a measure whose text holds the words in any German form."""
    return _BY_TEXT, {"words": words}


def by_lead(words: str) -> tuple[str, SqlParams]:
    """The same for the office that leads it."""
    key = din5007_key(words)
    part = f"%{key}%" if len(key) >= SHORTEST_OFFICE else ""
    return _BY_LEAD, {"short": words.lower(), "part": part}


def by_paper(words: str) -> tuple[str, SqlParams]:
    """The same for the number of a paper; nothing where the words are no number."""
    if not any(map(str.isdigit, words)):
        return "", {}
    numbers = numbers_in(words)
    begins = [f"{one.replace('%', '').replace('_', '')}%" for one in numbers.papers]
    count = [] if numbers.count is None else [f"__-{numbers.count:04d}"]
    return _BY_PAPER, {"papers": begins + count}


# Each asks one index only: so the server chooses whether it asks for each task, or once for all.
_BY_TEXT = """EXISTS (SELECT FROM coordination_measure m WHERE m.case_id = c.id
  AND m.words @@ websearch_to_tsquery('german', %(words)s))"""
_BY_LEAD = """EXISTS (SELECT FROM coordination_measure m WHERE m.case_id = c.id AND m.lead_id IN (
  SELECT u.id FROM workflows_unit u
   WHERE lower(u.short_name) = %(short)s OR u.sort_key LIKE %(part)s))"""
_BY_PAPER = """EXISTS (SELECT FROM coordination_paper p WHERE p.case_id = c.id
  AND p.reference LIKE ANY(%(papers)s::text[]))"""


def search_the_inbox() -> None:
    """From now on the inbox finds measures by what stands in them."""
    finds.extend((by_text, by_lead, by_paper))
