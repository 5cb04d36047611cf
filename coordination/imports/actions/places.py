"""What taking a row stands on: its place in an import, why it is refused, who may keep a stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from workflows.definitions import Post
from workflows.enums import DeskFunction
from workflows.machine import Look
from workflows.models import Case, User
from workflows.queries.acting.looks import look_of
from workflows.refusals import Conflict

from ...decisions.rules import posts
from ...measures.flows.measure import MeasureFlow
from ..enums import ImportStatus
from ..models import MeasureImport

STOCK_KEEPERS = (
    posts.SECRETARIAT,
    posts.COUNCIL_OFFICE,
    Post((DeskFunction.HEAD,), unit_function="council_office"),
)
"""Who may take over what was decided before: who accompanies all measures, who records results."""


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


def keeps_stock(by: User, *, at: datetime) -> bool:
    """Whether this person is one of the STOCK_KEEPERS that day."""
    held = look_at_nothing(by, at=at).call.actor.capacities
    return any(capacity.fits(post) for capacity in held for post in STOCK_KEEPERS)


def look_at_nothing(by: User, *, at: datetime) -> Look:
    """The person at no case in particular: their desks are read once for many of them."""
    return look_of(Case(pk=0, kind=MeasureFlow.kind), person=by.pk, at=at)


def advance(place: Place, counter: str, *, at: datetime) -> None:
    """Compare and swap: two processes on one import cannot both take its next row."""
    moved = MeasureImport.objects.filter(
        pk=place.record, rows_done=place.index, status=ImportStatus.RUNNING
    ).update(rows_done=F("rows_done") + 1, moved_at=at, **{counter: F(counter) + 1})
    if not moved:
        raise Overtaken
