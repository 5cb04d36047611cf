"""Taking a row of a list of what the council asked for: a new item, or one that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from workflows.actions.wire.retry import retried
from workflows.calendars import local_date
from workflows.machine.values import day
from workflows.models import Desk, User
from workflows.refusals import GuardsUnmet, Unmet

from ...city.rules import LEADERS
from ...followup.actions.items import record as record_item
from ...followup.flows.fields import problems
from ...followup.flows.keeping import nobody_leads
from ...followup.models import FollowUp
from ...followup.rules import next_report_problems
from ..enums import RowFate
from .places import Place, advance


@dataclass(frozen=True, slots=True)
class ItemOutlook:
    """Which numbers of the list are items already, and which units somebody leads."""

    source: str
    by: User
    today: date
    known: frozenset[str]
    led: frozenset[int]

    def fate(self, number: str, fields: Mapping[str, object]) -> RowFate | GuardsUnmet:
        """What would become of a row: a known item stays as it is, whatever the list says now."""
        if number in self.known:
            return RowFate.UNCHANGED
        unmet = [*self._problems(fields)]
        return GuardsUnmet(unmet) if unmet else RowFate.CREATED

    def _problems(self, fields: Mapping[str, object]) -> list[Unmet]:
        found = [*problems(fields, today=self.today)]
        if fields.get("next_report_on"):
            found += next_report_problems(day(fields["next_report_on"]), today=self.today)
        if fields.get("office") and fields["office"] not in self.led:
            found.append(nobody_leads("office"))
        return found


def item_outlook(numbers: Sequence[str], *, source: str, by: User, at: datetime) -> ItemOutlook:
    """What the list already has under these numbers; two statements, however many."""
    known = FollowUp.objects.filter(source=source, source_number__in=numbers)
    led = Desk.objects.filter(function__in=LEADERS, closed_on=None).values_list("unit", flat=True)
    return ItemOutlook(
        source, by, local_date(at),
        frozenset(known.values_list("source_number", flat=True)), frozenset(led),
    )  # fmt: skip


@retried
def import_item(
    seen: ItemOutlook,
    *,
    number: str,
    fields: Mapping[str, object],
    at: datetime,
    place: Place | None = None,
) -> RowFate:
    """Take one row; all or nothing, together with the progress of its import.

    Raises GuardsUnmet for fields that do not fit, NotAllowed for whoever does not keep the list,
    Overtaken if the import has already taken the row.
    """
    try:
        return _import(seen, number, fields, at=at, place=place)
    except IntegrityError:
        # Somebody else has taken the number: look again.
        now = item_outlook([number], source=seen.source, by=seen.by, at=at)
        return _import(now, number, fields, at=at, place=place)


def _import(
    seen: ItemOutlook,
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
            record_item(fields=fields, by=seen.by, at=at, source=seen.source, source_number=number)
        if place:
            advance(place, fate, at=at)
    return fate
