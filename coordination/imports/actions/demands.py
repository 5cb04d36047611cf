"""Taking a row of a list of demands: a new demand, or one that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from workflows.actions.wire.retry import retried
from workflows.calendars import local_date
from workflows.machine.entry import Entry
from workflows.models import User
from workflows.refusals import GuardsUnmet

from ...demands.actions.demands import record_demand
from ...demands.flows.fields import read_demand
from ...demands.models import Demand
from ..enums import RowFate
from .places import Place, advance


@dataclass(frozen=True, slots=True)
class DemandOutlook:
    """Which numbers of the list are demands already."""

    source: str
    by: User
    today: date
    known: frozenset[str]

    def fate(self, number: str, fields: Mapping[str, object]) -> RowFate | GuardsUnmet:
        """What would become of a row: a known demand stays as it is, whatever the list says now."""
        if number in self.known:
            return RowFate.UNCHANGED
        entry = Entry(fields)
        read_demand(entry, today=self.today)
        return GuardsUnmet(entry.unmet) if entry.unmet else RowFate.CREATED


def demand_outlook(numbers: Sequence[str], *, source: str, by: User, at: datetime) -> DemandOutlook:
    """What the list already has under these numbers; one statement, however many."""
    known = Demand.objects.filter(source=source, source_number__in=numbers)
    return DemandOutlook(
        source, by, local_date(at), frozenset(known.values_list("source_number", flat=True))
    )


@retried
def import_demand(
    seen: DemandOutlook,
    *,
    number: str,
    fields: Mapping[str, object],
    at: datetime,
    place: Place | None = None,
) -> RowFate:
    """Take one row; all or nothing, together with the progress of its import.

    Raises GuardsUnmet for fields that do not fit, NotAllowed for whoever keeps no register,
    Overtaken if the import has already taken the row.
    """
    try:
        return _import(seen, number, fields, at=at, place=place)
    except IntegrityError:
        # Somebody else has taken the number: look again.
        now = demand_outlook([number], source=seen.source, by=seen.by, at=at)
        return _import(now, number, fields, at=at, place=place)


def _import(
    seen: DemandOutlook,
    number: str,
    fields: Mapping[str, object],
    *,
    at: datetime,
    place: Place | None,
) -> RowFate:
    fate = seen.fate(number, fields)
    if isinstance(fate, GuardsUnmet):
        raise fate
    with transaction.atomic():
        if fate == RowFate.CREATED:
            record_demand(
                fields=fields, by=seen.by, at=at, source=seen.source, source_number=number
            )
        if place:
            advance(place, fate, at=at)
    return fate
