"""All that the page of a measure lists beside its text, read by one statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from workflows.queries.acting.told import events_to_tell
from workflows.queries.time.ledger import LEDGER
from workflows.queries.together import Lists, Together

from ...council.models import UrgentDecision
from ...council.queries import open_objections, stations_rows, waiver_rows
from ...decisions.enums import MeasureState as S
from ...decisions.queries.attachments import ATTACHMENTS
from ...decisions.queries.cosignatures import ROUNDS
from ...decisions.queries.differences import version_rows
from ...decisions.queries.documents import request_rows
from ...decisions.queries.urgency import urgency_rows
from ...implementing.models import Evaluation
from ...implementing.queries.implementation import WORK
from ...mandates.queries import mandates_used
from ..models import Measure
from .opened import opened


def _urgent(case: int) -> QuerySet[UrgentDecision]:
    rows = UrgentDecision.objects.filter(case=case).select_related("organization")
    return rows.order_by("-pk")


def _items(case: int) -> QuerySet[Any]:
    rows: QuerySet[Any] = ROUNDS["items"](case).annotate(is_opened=opened())
    return rows


_FILE = Together(
    **LEDGER,
    **{**ROUNDS, "items": _items},
    **ATTACHMENTS,
    **WORK,
    events=events_to_tell,
    mandates=mandates_used,
    stations=stations_rows,
    urgent=_urgent,
    waivers=waiver_rows,
    document_requests=request_rows,
    urgency=urgency_rows,
    versions=version_rows,
    objections=open_objections,
    evaluations=lambda case: Evaluation.objects.filter(measure__case=case),
)

_OF_ALL = (*LEDGER, "events", "mandates")
_IF_THERE: Mapping[str, tuple[str, ...]] = {
    "attachments": tuple(ATTACHMENTS),
    "stations": ("stations", "urgent"),
    **{name: (name,) for name in ("waivers", "versions", "document_requests", "urgency", *WORK)},
}
"""What is read where `document_of` says that there is some."""

_IN_STATES: Mapping[str, tuple[str, ...]] = {
    S.EXECUTION_BARRED: ("objections",),
    S.COMPLETED: ("evaluations",),
    S.EVALUATED: ("evaluations",),
}


def file_lists(measure: Measure) -> Lists:
    """The lists by their names; what this measure has none of is empty and not asked for."""
    return _FILE.read(measure.case_id, frozenset(_names(measure)))


def _names(measure: Measure) -> Iterator[str]:
    case, has = measure.case, vars(measure)
    yield from _OF_ALL
    if case.round:
        yield from ROUNDS
    for what, names in _IF_THERE.items():
        if has[f"has_{what}"]:
            yield from names
    yield from _IN_STATES.get(case.state, ())
