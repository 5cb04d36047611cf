"""What was imported from council systems, and what of it waits for the council office."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from ..models import CouncilConflict, CouncilImport, SourceItem, SourcePaper

SHOWN = 20


def open_conflicts() -> list[CouncilConflict]:
    """Contradictions that wait for the council office, the newest first."""
    rows = CouncilConflict.objects.filter(decision="").select_related("consultation__paper")
    return list(rows[:SHOWN])


def waiting_conflicts() -> int:
    """How many contradictions wait."""
    return CouncilConflict.objects.filter(decision="").count()


def unknown_words() -> list[tuple[str, int]]:
    """Words of results that nobody knew, the most frequent first, with how often they stand."""
    rows = SourceItem.objects.filter(result="unknown").values_list("result_text")
    return list(rows.annotate(times=Count("pk")).order_by("-times", "result_text")[:SHOWN])


def last_imports() -> list[CouncilImport]:
    """The last imports with their source and what waits of each."""
    waiting = Count("conflicts", filter=Q(conflicts__decision=""))
    rows = CouncilImport.objects.select_related("source").annotate(waiting=waiting)
    return list(rows.order_by("-begun_at", "-pk")[:SHOWN])


def imported_papers(asked: str) -> QuerySet[SourcePaper]:
    """Papers by number or a part of their title, the newest first."""
    rows = SourcePaper.objects.order_by("-dated", "-of")
    if not asked:
        return rows
    return rows.filter(Q(reference__istartswith=asked) | Q(name__icontains=asked))
