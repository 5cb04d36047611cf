"""Uploaded lists of measures, seen by who uploaded them; and lists that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count, QuerySet

from workflows.models import DeskHolder, User
from workflows.refusals import Invisible

from ..measures.models import Measure
from .models import MeasureImport

SHOWN = 20


def import_of(person: User, pk: int) -> MeasureImport:
    """An uploaded list of this person; Invisible for anybody else's."""
    record = MeasureImport.objects.filter(uploaded_by=person, pk=pk).first()
    if record is None:
        raise Invisible
    return record


def imports_of(person: User, kind: str = "measure") -> QuerySet[MeasureImport]:
    """The last lists of a kind that this person uploaded, the newest first."""
    return MeasureImport.objects.filter(uploaded_by=person, kind=kind).order_by("-pk")[:SHOWN]


def similar_source(digests: Sequence[bytes], *, source: str, by: User, at: datetime) -> str:
    """Another list from which at least half of these rows were taken already; empty if none."""
    twins = (
        Measure.objects.visible_to(by, at=at)
        .filter(source_digest__in=digests)
        .exclude(source=source)
        .values("source")
        .annotate(rows=Count("pk"))
        .order_by("-rows", "source")
        .first()
    )
    return str(twins["source"]) if twins and twins["rows"] * 2 >= len(digests) else ""


def secretary(*, on: date) -> User | None:
    """Who leads the integration centre on that day; in this name a list is taken by default."""
    held = DeskHolder.objects.in_force(on=on).filter(
        desk__function="head", desk__unit__function="integration_centre", desk__closed_on=None
    )
    holder = held.select_related("person").order_by("pk").first()
    return holder.person if holder else None
