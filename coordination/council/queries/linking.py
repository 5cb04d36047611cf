"""Organisations of council systems and which of our bodies they may be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from ..models import Organization, SourceOrganization


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation of a source; `suggested` is ours of the same name while none is linked."""

    row: SourceOrganization
    suggested: int | None


def organizations_there() -> QuerySet[SourceOrganization]:
    """All organisations of all sources by name; an order that no link changes."""
    return SourceOrganization.objects.select_related("body").order_by("name", "pk")


def candidates(rows: list[SourceOrganization]) -> list[Candidate]:
    """These with what is suggested: only where exactly one of ours has the name or short name."""
    ours = _by_name()
    return [Candidate(row, None if row.body_id else _suggested(row, ours)) for row in rows]


def suggested_links() -> int:
    """How many organisations that are not linked bear the name of exactly one body of ours."""
    rows = SourceOrganization.objects.filter(body=None)
    ours = _by_name()
    return sum(_suggested(row, ours) is not None for row in rows)


def _by_name() -> dict[str, set[int]]:
    ours: dict[str, set[int]] = defaultdict(set)
    for pk, *names in Organization.objects.values_list("pk", "name", "short_name"):
        for name in names:
            ours[_folded(name)].add(pk)
    return ours


def _suggested(row: SourceOrganization, ours: dict[str, set[int]]) -> int | None:
    same = ours.get(_folded(row.name)) or ours.get(_folded(row.short_name)) or set()
    return next(iter(same)) if len(same) == 1 else None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()) or "-"
