"""The register of demands: filtered, searched and sorted within what a person sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from workflows.calendars import local_date
from workflows.models import User, din5007_key

from ...city.queries import capped
from ...city.queries.capped import Capped
from ...city.queries.reach import Reach, reach_of
from ..enums import FINAL, UNANSWERED
from ..models import Demand, DemandQuerySet

SORTS: Mapping[str, tuple[str, ...]] = {
    "age": ("open_since", "pk"),
    "sender": ("sender__sort_key", "open_since", "pk"),
    "title": ("title_key", "pk"),
    "answer": ("answer_due_on", "pk"),
}
DEFAULT_SORT = "age"
OVER = "over"
"""The state under which the ended ones are asked for together."""
OWED, LATE = "owed", "late"
"""The same of those that the city owes an answer, and of those whose answer is overdue."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; an empty value means all that is open. `sort`: downwards with “-”."""

    text: str = ""
    state: str = ""
    kind: str = ""
    sender: int | None = None
    field: int | None = None
    office: int | None = None
    # Owed for so many days at least.
    age: int = 0
    sort: str = DEFAULT_SORT


@dataclass(frozen=True, slots=True)
class Row:
    """A demand in the register."""

    demand: Demand
    today: date

    @property
    def days(self) -> int:
        """For how many days it has been owed."""
        return self.demand.days_open(self.today)


@dataclass(frozen=True, slots=True)
class Listing(Capped[Row]):
    """The matches of a filter for one person."""

    wanted: Filter
    today: date
    matching: DemandQuerySet
    reach: Reach

    def all_keys(self) -> Sequence[int]:
        return list(_ordered(self.matching, self.wanted.sort).values_list("pk", flat=True))

    def rows(self, keys: Sequence[int], *links: str) -> list[Row]:
        rows = Demand.objects.filter(pk__in=keys).select_related("sender", "office", "repeats")
        found = {row.pk: row for row in rows.prefetch_related(*links)}
        return [Row(found[pk], self.today) for pk in keys if pk in found]


def find(viewer: User, wanted: Filter, *, at: datetime) -> Listing:
    """The demands that this person sees and that match; two statements before the rows."""
    reach, today = reach_of(viewer, at=at, kind=Reach), local_date(at)
    matching = _filtered(Demand.objects.seen_from(reach.desks), wanted, today=today)
    keys = list(_ordered(matching, wanted.sort).values_list("pk", flat=True)[: capped.CAP + 1])
    return Listing(keys, wanted, today, matching, reach)


def _filtered(found: DemandQuerySet, wanted: Filter, *, today: date) -> DemandQuerySet:
    plain = {"kind": wanted.kind, "sender": wanted.sender, "office": wanted.office}
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if wanted.state == OVER:
        found = found.filter(state__in=FINAL)
    elif wanted.state in (OWED, LATE):
        found = found.filter(state__in=UNANSWERED)
        found = found.filter(answer_due_on__lt=today) if wanted.state == LATE else found
    elif wanted.state:
        found = found.filter(state=wanted.state)
    elif not wanted.text:
        # What has ended is found by its state or by words.
        found = found.open()
    if wanted.field:
        found = found.filter(fields_of_action__contains=[wanted.field])
    if wanted.age:
        found = found.open().filter(open_since__lte=today - timedelta(days=wanted.age))
    return found.filter(_matches(wanted.text)) if wanted.text else found


def _matches(text: str) -> Q:
    """A number begins so, or the title holds each part of the words."""
    found = Q(reference__istartswith=text.strip())
    parts = [key for key in map(din5007_key, text.split()) if key]
    holds = Q(pk__in=()) if not parts else Q()
    for part in parts:
        holds &= Q(title_key__contains=part)
    return found | holds


def _ordered(demands: DemandQuerySet, sort: str) -> DemandQuerySet:
    names = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    sign = "-" if sort.startswith("-") else ""
    return demands.order_by(*(f"{sign}{name}" for name in names))
