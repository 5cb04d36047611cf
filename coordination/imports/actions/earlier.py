"""Reports of earlier years from lists: with their stock, or by a list of their own each year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import Q

from workflows.actions.acting.acts import Request, act
from workflows.actions.wire.retry import retried
from workflows.calendars import local_date
from workflows.machine.values import day
from workflows.models import Case, Event, User
from workflows.refusals import GuardsUnmet, Unmet
from workflows.spelling import folded
from workflows.untyped import Json

from ...decisions.enums import MeasureState as S
from ...implementing.models import EarlierReport
from ...implementing.queries.earlier import TAKES_OVER, content_of
from ...implementing.rules import contradictions_of_reports
from ...measures.models import Measure
from ..enums import RowFate
from .places import Place, RowRefused, advance, keeps_stock

TAKES_REPORTS = frozenset({S.RESOLVED, S.IMPLEMENTATION, S.PAUSED, S.COMPLETED})
"""Where a later list may add what a year's report said."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A measure that is here, whether it was taken over, and what is known of its years."""

    measure: Measure
    # The data of the event that has taken it over; None: it was proposed here.
    taken_over: Json | None
    known: dict[int, dict[str, object]]

    @property
    def takes_reports(self) -> bool:
        """Whether a list may add to its years."""
        return self.taken_over is not None and self.measure.case.state in TAKES_REPORTS


@dataclass(frozen=True, slots=True)
class ReportOutlook:
    """What was there under the numbers of a list of reports when a piece of it was begun."""

    source: str
    by: User
    carriers: Mapping[str, Carrier]
    keeps_stock: bool
    at: datetime
    # What the rows before have said of the same measure; a preview writes nothing.
    said: dict[str, dict[int, str]] = field(default_factory=dict)

    def fate(self, number: str, fields: Json) -> RowFate | RowRefused | GuardsUnmet:
        """What would become of a row."""
        reports = fields.get("reports") or ()
        carrier = self.carriers.get(number)
        if not self.keeps_stock:
            return RowRefused("stock_denied")
        if carrier is None:
            return RowRefused("number_unknown", value=number, source=self.source)
        title = carrier.measure.title
        if not is_called(str(fields.get("title") or ""), title):
            return RowRefused("other_title", title=title)
        if not is_news(reports, carrier.known):
            return RowFate.UNCHANGED
        if not carrier.takes_reports:
            return RowRefused("reports_closed", reference=carrier.measure.reference)
        return self._unless_contradicted(number, carrier, reports)

    def _unless_contradicted(
        self, number: str, carrier: Carrier, reports: Sequence[Json]
    ) -> RowFate | GuardsUnmet:
        said = self.said.setdefault(
            number, {year: str(row["state"]) for year, row in carrier.known.items()}
        )
        told = {row["year"]: str(row.get("state") or "") for row in reports}
        said_then = {**said, **{year: word for year, word in told.items() if word}}
        unmet = contradicted(carrier, {**dict.fromkeys(told, ""), **said_then}, told, at=self.at)
        if unmet:
            return GuardsUnmet(unmet)
        said.update(said_then)
        return RowFate.UPDATED if set(told) <= set(carrier.known) else RowFate.CREATED


def contradicted(
    carrier: Carrier, said: Mapping[int, str], years: Collection[int], *, at: datetime
) -> list[Unmet]:
    """Where reports of these years contradict what is there, as the act would say it."""
    told = carrier.taken_over or {}
    found = contradictions_of_reports(
        said, state=carrier.measure.case.state, decided_on=day(told.get("decided_on")),
        ended_on=day(told.get("ended_on")), today=local_date(at),
    )  # fmt: skip
    return [unmet for unmet in found if unmet.field in {f"reports-{year}" for year in years}]


ALIKE = 0.5
"""From here on two titles are one that was shortened or reworded."""


def is_called(told: str, title: str) -> bool:
    """Whether a list means the measure of this title; a list without titles does."""
    said, known = folded(told), folded(title)
    return said in known or known in said or SequenceMatcher(None, said, known).ratio() >= ALIKE


def is_news(reports: Sequence[Json], known: Mapping[int, Mapping[str, object]]) -> bool:
    """Whether a list says more or other than what is known; what it leaves open is neither."""
    return any(
        value not in (None, "", []) and _differs(value, known.get(row["year"], {}).get(name))
        for row in reports
        for name, value in row.items()
        if name != "year"
    )


def _differs(told: object, known: object) -> bool:
    if isinstance(known, Decimal):
        return Decimal(str(told)) != known
    return str(told).strip() != known if isinstance(known, str) else told != known


def years_of(measures: Sequence[int]) -> dict[int, dict[int, dict[str, object]]]:
    """What is known of the years of measures, by measure and year; one statement."""
    found: dict[int, dict[int, dict[str, object]]] = {}
    for row in EarlierReport.objects.filter(measure__in=measures):
        found.setdefault(row.measure_id, {})[row.year] = content_of(row)
    return found


def report_outlook(numbers: Sequence[str], *, source: str, by: User, at: datetime) -> ReportOutlook:
    """The measures that are meant by these numbers; five statements, however many.

    A number is one of the list of this name, else the file number of a measure.
    """
    named = Q(source=source, source_number__in=numbers) | Q(reference__in=numbers)
    found = Measure.objects.visible_to(by, at=at).filter(named).select_related("case")
    measures = list(found)
    events = Event.objects.filter(
        case__in=[one.case_id for one in measures], action=TAKES_OVER
    ).values_list("case", "data")
    taken, years = dict(events), years_of([one.pk for one in measures])
    carriers = {
        number: Carrier(one, taken.get(one.case_id), years.get(one.pk, {}))
        for one in measures
        for number in (
            [one.reference, one.source_number] if one.source == source else [one.reference]
        )
    }
    return ReportOutlook(source, by, carriers, keeps_stock(by, at=at), at)


@retried
def import_report(
    seen: ReportOutlook,
    *,
    number: str,
    fields: Mapping[str, object],
    at: datetime,
    place: Place | None = None,
) -> RowFate:
    """Take a row of a list of reports; all or nothing, together with the progress of its import.

    Raises RowRefused, GuardsUnmet, or Overtaken if the import has already taken the row.
    """
    with transaction.atomic():
        # Another list, or a row before, may have said something of the measure since; another one
        # that says it now waits for us.
        if carrier := seen.carriers.get(number):
            Case.objects.select_for_update().get(pk=carrier.measure.case_id)
        now = report_outlook([number], source=seen.source, by=seen.by, at=at)
        fate = now.fate(number, fields)
        if not isinstance(fate, RowFate):
            raise fate
        if fate != RowFate.UNCHANGED:
            take_reports(
                now.carriers[number].measure.case_id, fields["reports"], source=seen.source,
                by=seen.by, at=at,
            )  # fmt: skip
        if place:
            advance(place, fate, at=at)
    return fate


def take_reports(case: int, reports: object, *, source: str, by: User, at: datetime) -> None:
    """What a list says of the years of a measure goes into its file, in the trail of the system."""
    data = {"reports": reports, "imported_by": by.pk, "source": source}
    act(Request(case=case, name="take_over_reports", by=None, at=at, data=data), system=True)
