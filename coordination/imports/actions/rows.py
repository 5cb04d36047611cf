"""Taking a row of a list: a new draft, a newer text for an untouched one, or nothing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from workflows.actions.wire.retry import retried
from workflows.machine import Look, Refused, may_open, permit
from workflows.models import Case, User
from workflows.queries.acting.looks import look_at, look_of
from workflows.refusals import Conflict, Invisible, NotAllowed

from ...decisions.enums import MeasureState
from ...decisions.queries.texts import digest_of
from ...measures.actions.measures import open_draft, perform
from ...measures.flows.measure import MeasureFlow
from ...measures.models import Measure
from ..enums import ImportStatus, RowFate
from ..models import MeasureImport


class RowRefused(Conflict):
    """A row that cannot be taken because of the measure that has its number already."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(state=code)
        self.code, self.details = code, details


class Overtaken(Conflict):
    """Another process has taken this row of the import, or the import is over."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which row of which import it is, counted from 0."""

    record: int
    index: int


@dataclass(frozen=True, slots=True)
class Known:
    """A measure that has the number of a row."""

    measure: Measure
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was in the list's numbers when a piece of it was begun.

    Read once for many rows: what has changed since is found out when a row is written, by the
    list's unique key and the version of the case.
    """

    source: str
    by: User
    known: Mapping[str, Known]

    def fate(self, number: str, digest: bytes) -> RowFate | RowRefused:
        """What would become of a row with this number and the digest of its fields."""
        return _fate(self.known.get(number), digest)


def require_proposer(by: User, *, at: datetime) -> None:
    """Raise NotAllowed unless this person may propose measures that day (M1)."""
    verdict = may_open(MeasureFlow, _look(by, at=at))
    if isinstance(verdict, Refused):
        raise verdict.refusal


def outlook(numbers: Sequence[str], *, source: str, by: User, at: datetime) -> Outlook:
    """What the list already has under these numbers; three statements, however many."""
    return Outlook(source, by, _known(numbers, source=source, by=by, at=at))


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
        _advance(place, "faulty", at=at)


def _import(
    seen: Outlook, number: str, fields: Mapping[str, object], *, at: datetime, place: Place | None
) -> RowFate:
    digest = digest_of(fields)
    known, fate = seen.known.get(number), seen.fate(number, digest)
    if isinstance(fate, RowRefused):
        raise fate
    with transaction.atomic():
        if fate == RowFate.CREATED:
            open_draft(
                fields=fields, by=seen.by, at=at,
                source=seen.source, source_number=number, source_digest=digest,
            )  # fmt: skip
        elif fate == RowFate.UPDATED and known:
            _rewrite(known.measure, fields, digest, by=seen.by, at=at)
        if place:
            _advance(place, fate, at=at)
    return fate


def _rewrite(
    measure: Measure, fields: Mapping[str, object], digest: bytes, *, by: User, at: datetime
) -> None:
    outcome = perform(
        measure.case_id, "edit", by=by, at=at, version=measure.case.version, data=fields
    )
    Measure.objects.filter(pk=measure.pk).update(
        source_digest=digest, source_version=outcome.version
    )


def _advance(place: Place, counter: str, *, at: datetime) -> None:
    """Compare and swap: two processes on one import cannot both take its next row."""
    moved = MeasureImport.objects.filter(
        pk=place.record, rows_done=place.index, status=ImportStatus.RUNNING
    ).update(rows_done=F("rows_done") + 1, moved_at=at, **{counter: F(counter) + 1})
    if not moved:
        raise Overtaken


def _known(numbers: Sequence[str], *, source: str, by: User, at: datetime) -> dict[str, Known]:
    """The measures that have these numbers in this list, and whether the person may edit them."""
    taken = Measure.objects.filter(source=source, source_number__in=numbers)
    measures = list(taken.select_related("case"))
    if not measures:
        return {}
    visible = set(taken.visible_to(by, at=at).values_list("pk", flat=True))
    seen = _look(by, at=at)
    return {
        measure.source_number: Known(measure, measure.pk in visible and _may_edit(measure, seen))
        for measure in measures
    }


def _look(by: User, *, at: datetime) -> Look:
    """The person at no case in particular: their desks are read once for many of them."""
    return look_of(Case(pk=0, kind=MeasureFlow.kind), person=by.pk, at=at)


def _may_edit(measure: Measure, seen: Look) -> bool:
    """What the judge says to the act `edit`; the act itself asks again under the lock."""
    case = measure.case
    call = replace(seen.call, name="edit", version=case.version)
    verdict = permit(MeasureFlow, look_at(case, seen.scene, call, subject=measure))
    return not (isinstance(verdict, Refused) and isinstance(verdict.refusal, NotAllowed))


def _fate(known: Known | None, digest: bytes) -> RowFate | RowRefused:
    if known is None:
        return RowFate.CREATED
    measure = known.measure
    if measure.source_digest is not None and bytes(measure.source_digest) == digest:
        return RowFate.UNCHANGED
    if not known.may_edit:
        return RowRefused("number_taken", source=measure.source)
    if measure.case.state != MeasureState.DRAFT:
        return RowRefused("moved_on", reference=measure.reference)
    if measure.case.version != (measure.source_version or 1):
        return RowRefused("changed_by_hand", reference=measure.reference)
    return RowFate.UPDATED
