"""Uploaded lists of measures, seen by who uploaded them; and lists that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext, pgettext

from workflows.models import DeskHolder, User
from workflows.refusals import Invisible
from workflows.untyped import Json

from ..measures.models import Measure
from .enums import RowFate
from .models import MeasureImport

SHOWN = 20


def import_of(person: User, pk: int) -> MeasureImport:
    """An uploaded list of this person; Invisible for anybody else's."""
    record = MeasureImport.objects.filter(uploaded_by=person, pk=pk).first()
    if record is None:
        raise Invisible
    return record


@dataclass(frozen=True, slots=True)
class Group:
    """What an import would make of one kind: so many measures in a state, and what they bring."""

    label: str
    rows: int
    milestones: int = 0
    reached: int = 0
    reports: int = 0


def _group_labels() -> dict[str, str]:
    """In the order in which measures pass them."""
    return {
        "draft": pgettext("import", "drafts"),
        "resolved": gettext("decided, not begun yet"),
        "implementation": pgettext("import", "in implementation"),
        "completed": pgettext("import", "completed"),
        "discontinued": pgettext("import", "stopped"),
        "known": gettext("here already: added or changed"),
    }


def fate_words(kind: str, row: Json) -> str:
    """What would become of a row of the sample; empty for one with a problem."""
    fate, state = str(row["fate"]), str(row.get("state") or "")
    if kind == "report" and fate in {RowFate.CREATED, RowFate.UPDATED}:
        is_new = fate == RowFate.CREATED
        return gettext("new report") if is_new else gettext("report changed")
    if state and fate == RowFate.CREATED:
        return gettext("new: %(state)s") % {"state": _group_labels()[state]}
    if state and fate == RowFate.UPDATED:
        return gettext("added or changed")
    return str(dict(RowFate.choices).get(fate, ""))


def groups_of(record: MeasureImport) -> list[Group]:
    """What a list would make, in groups."""
    labels = _group_labels()
    kept = {name: record.groups[name] for name in labels if name in record.groups}
    return [Group(labels[name], **made) for name, made in kept.items()]


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


def stocks(person: User, *, at: datetime) -> list[str]:
    """The lists from which measures that this person sees were taken over as decided."""
    seen = Measure.objects.visible_to(person, at=at).exclude(source="").exclude(state="draft")
    return list(seen.order_by("source").values_list("source", flat=True).distinct())


def secretary(*, on: date) -> User | None:
    """Who leads the integration centre on that day; in this name a list is taken by default."""
    held = DeskHolder.objects.in_force(on=on).filter(
        desk__function="head", desk__unit__function="integration_centre", desk__closed_on=None
    )
    holder = held.select_related("person").order_by("pk").first()
    return holder.person if holder else None
