"""The programme of a concept: its measures with priority, cost, funding, place and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ...city.models import District
from ...decisions.enums import MeasureState
from ...measures.enums import Priority
from ...measures.models import Measure

ORDER = {priority.value: place for place, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of the programme in words."""

    case: int
    reference: str
    title: str
    fields: str
    priority: str
    cost: Decimal
    funding: str
    place: str
    state: str


def in_district(measures: QuerySet[Measure], district: District | None) -> QuerySet[Measure]:
    """Those that take effect in a district, by themselves or with the whole city."""
    if district is None:
        return measures
    return measures.filter(Q(districts=district) | Q(is_citywide=True)).distinct()


def programme_of(measures: QuerySet[Measure]) -> Sequence[Line]:
    """The measures by priority, then by title; three statements."""
    rows = measures.select_related("case").prefetch_related("districts", "fields_of_action")
    found = sorted(rows, key=lambda row: (ORDER.get(row.priority, 9), row.title_sort_key))
    return [_line(row) for row in found]


def _line(row: Measure) -> Line:
    places = ", ".join(str(one) for one in row.districts.all())
    return Line(
        case=row.case_id,
        reference=row.reference,
        title=row.title,
        fields=", ".join(str(one) for one in row.fields_of_action.all()),
        priority=str(row.get_priority_display()),
        cost=row.total_cost,
        funding=row.cover,
        place=places or (_("the whole city") if row.is_citywide else _("not named")),
        state=str(MeasureState(row.case.state).label),
    )
