"""Taking a row of a list: a new draft, a newer text for an untouched one, or nothing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from workflows.actions.acting.acts import Request, act
from workflows.actions.wire.retry import retried
from workflows.machine import Look, Refused, Scene, flow_for, may_open, permit
from workflows.models import Case, Event, User
from workflows.queries.acting.looks import look_at, look_of
from workflows.refusals import Conflict, Invisible, NotAllowed
from workflows.untyped import Json

from ...decisions.enums import MeasureState
from ...decisions.queries.texts import digest_of
from ...measures.actions.measures import open_draft, perform
from ...measures.flows.measure import MeasureFlow
from ...measures.models import Measure
from ..enums import OF_STOCK, RowFate
from .earlier import TAKES_REPORTS, is_news, take_reports, years_of
from .places import Overtaken, Place, RowRefused, advance, keeps_stock, look_at_nothing


@dataclass(frozen=True, slots=True)
class Known:
    """A measure that has the number of a row."""

    measure: Measure
    may_edit: bool
    # What is known of earlier years.
    years: Mapping[int, Mapping[str, object]] = field(default_factory=dict)

    @property
    def digest(self) -> bytes:
        """Of the row from which it came."""
        return bytes(self.measure.source_digest or b"")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was in the list's numbers when a piece of it was begun.

    Read once for many rows: what has changed since is found out when a row is written, by the
    list's unique key and the version of the case.
    """

    source: str
    by: User
    known: Mapping[str, Known]
    # Whether the person may say what was decided before (the centre, the council office).
    keeps_stock: bool = False

    def fate(self, number: str, fields: Json) -> RowFate | RowRefused:
        """What would become of a row with this number and these fields."""
        known, reports = self.known.get(number), fields.get("reports") or ()
        found, is_decided = _fate(known, digest_of_row(fields)), bool(fields.get("state"))
        if found == RowFate.UNCHANGED and known and is_news(reports, known.years):
            is_open = known.measure.case.state in TAKES_REPORTS
            closed = RowRefused("reports_closed", reference=known.measure.reference)
            found = RowFate.UPDATED if is_open else closed
        if is_decided and found in {RowFate.CREATED, RowFate.UPDATED} and not self.keeps_stock:
            return RowRefused("stock_denied")
        return found


def digest_of_row(fields: Json) -> bytes:
    """What a row says of its measure; a report of another year makes no other row of it.

    Columns that lists did not have at first count from where something stands in them.
    """
    later = {"responsible", "ended_on", "ended_reason"}
    return digest_of(
        {
            name: value
            for name, value in fields.items()
            if name != "reports" and (name not in later or value)
        }
    )


def require_proposer(by: User, *, at: datetime, kind: str = MeasureFlow.kind) -> None:
    """Raise NotAllowed unless this person may propose measures that day (M1), or open a case of
    another kind. Reports of earlier years come from who may keep a stock.
    """
    if kind == "report":
        if not keeps_stock(by, at=at):
            raise NotAllowed(gettext("integration centre or council office"))
        return
    seen = look_of(Case(pk=0, kind=kind), person=by.pk, at=at)
    verdict = may_open(flow_for(kind), seen)
    if isinstance(verdict, Refused):
        raise verdict.refusal


def outlook(numbers: Sequence[str], *, source: str, by: User, at: datetime) -> Outlook:
    """What the list already has under these numbers; five statements, however many."""
    known = _known(numbers, source=source, by=by, at=at)
    return Outlook(source, by, known, keeps_stock(by, at=at))


@retried
def import_row(
    seen: Outlook,
    *,
    number: str,
    fields: Mapping[str, object],
    at: datetime,
    place: Place | None = None,
) -> RowFate:
    """Take one row; all or nothing, together with the progress of its import.

    A number that is new in its list becomes a draft (`propose`), the same content changes nothing,
    a changed one is written into its draft (`edit`) if no person has changed that since. Raises
    RowRefused if it may not be written, GuardsUnmet for fields that do not fit, NotAllowed for
    who may not propose, Overtaken if the import has already taken the row.
    """
    try:
        return _import(seen, number, fields, at=at, place=place)
    except Overtaken:
        raise
    except (IntegrityError, Conflict, Invisible):
        # Somebody else has taken the number, edited the draft or deleted it: look again.
        now = outlook([number], source=seen.source, by=seen.by, at=at)
        return _import(now, number, fields, at=at, place=place)


@retried
def pass_over(place: Place, *, at: datetime) -> None:
    """Count a row that is not taken; raises Overtaken."""
    with transaction.atomic():
        advance(place, "faulty", at=at)


def _import(
    seen: Outlook, number: str, fields: Mapping[str, object], *, at: datetime, place: Place | None
) -> RowFate:
    digest = digest_of_row(fields)
    stock = {name: fields[name] for name in OF_STOCK if fields.get(name)}
    known, fate = seen.known.get(number), seen.fate(number, fields)
    fields = {name: value for name, value in fields.items() if name not in OF_STOCK}
    if isinstance(fate, RowRefused):
        raise fate
    case = 0
    with transaction.atomic():
        if fate == RowFate.UPDATED and known and known.digest == digest:
            take_reports(
                known.measure.case_id, stock["reports"], source=seen.source, by=seen.by, at=at
            )
        elif fate == RowFate.CREATED:
            opened = open_draft(
                fields=fields, by=seen.by, at=at,
                source=seen.source, source_number=number, source_digest=digest,
            )  # fmt: skip
            case = opened.case
        elif fate == RowFate.UPDATED and known:
            _rewrite(known.measure, fields, digest, by=seen.by, at=at)
            case = known.measure.case_id
        if case and stock.get("state"):
            _take_over(case, stock, by=seen.by, at=at)
        if place:
            advance(place, fate, at=at)
    return fate


def _take_over(case: int, stock: Mapping[str, object], *, by: User, at: datetime) -> None:
    """The measure is no draft: it lands where it was decided to be, in the trail of the system."""
    data = {**stock, "imported_by": by.pk}
    act(Request(case=case, name="take_over_decided", by=None, at=at, data=data), system=True)


def _rewrite(
    measure: Measure, fields: Mapping[str, object], digest: bytes, *, by: User, at: datetime
) -> None:
    outcome = perform(
        measure.case_id, "edit", by=by, at=at, version=measure.case.version, data=fields
    )
    Measure.objects.filter(pk=measure.pk).update(
        source_digest=digest, source_version=outcome.version
    )


def _known(numbers: Sequence[str], *, source: str, by: User, at: datetime) -> dict[str, Known]:
    """The measures that have these numbers in this list, and whether the person may edit them."""
    taken = Measure.objects.filter(source=source, source_number__in=numbers)
    measures = list(taken.select_related("case"))
    if not measures:
        return {}
    visible = set(taken.visible_to(by, at=at).values_list("pk", flat=True))
    seen, opened_in = look_at_nothing(by, at=at), _opened_in(measures)
    years = years_of([measure.pk for measure in measures])
    return {
        measure.source_number: Known(
            measure,
            measure.pk in visible and _may_edit(measure, seen, opened_in.get(measure.case_id)),
            years.get(measure.pk, {}),
        )
        for measure in measures
    }


def _opened_in(measures: Sequence[Measure]) -> dict[int, int | None]:
    """The unit at whose desk each was proposed, by its case."""
    first = Event.objects.filter(case__in=[one.case_id for one in measures], seq=1)
    return dict(first.values_list("case", "desk__unit"))


def _may_edit(measure: Measure, seen: Look, opened_in: int | None) -> bool:
    """What the judge says to the act `edit`; the act itself asks again under the lock."""
    case, scene = measure.case, replace(cast(Scene, seen.scene), opened_in=opened_in)
    call = replace(seen.call, name="edit", version=case.version)
    verdict = permit(MeasureFlow, look_at(case, scene, call, subject=measure))
    return not (isinstance(verdict, Refused) and isinstance(verdict.refusal, NotAllowed))


def _fate(known: Known | None, digest: bytes) -> RowFate | RowRefused:
    if known is None:
        return RowFate.CREATED
    measure = known.measure
    if known.digest == digest:
        return RowFate.UNCHANGED
    if not known.may_edit:
        return RowRefused("number_taken", source=measure.source)
    if measure.case.state != MeasureState.DRAFT:
        return RowRefused("moved_on", reference=measure.reference)
    if measure.case.version != (measure.source_version or 1):
        return RowRefused("changed_by_hand", reference=measure.reference)
    return RowFate.UPDATED
