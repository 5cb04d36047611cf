"""The list of the follow-up: filtered, searched and sorted within what a person sees.

The first `CAP` + 1 keys are read in the wanted order from an index; rows are read for one page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q

from workflows.calendars import local_date
from workflows.models import CaseAudience, User, audience_holds, din5007_key
from workflows.spelling import numeral

from ...city.queries import capped
from ...city.queries import reach as reaching
from ...city.queries.capped import Capped
from ...city.queries.grams import may_hold
from ...city.queries.sets import IsIn
from ..enums import ACTIVE, FINISHED
from ..enums import FollowUpState as S
from ..models import FollowUp, FollowUpQuerySet

SORTS: Mapping[str, tuple[str, ...]] = {
    "due": ("next_report_on", "pk"),
    "asked": ("asked_on", "pk"),
    "title": ("title_key", "pk"),
}
DEFAULT_SORT = "due"
NULLABLE = "next_report_on"
LISTED = tuple(state.value for state in (*ACTIVE, *FINISHED))
"""The states of what is on the list."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; an empty value means all on the list. `sort`: downwards with “-”."""

    text: str = ""
    state: str = ""
    kind: str = ""
    body: int | None = None
    office: int | None = None
    overdue: bool = False
    mine: bool = False
    is_public: bool | None = None
    sort: str = DEFAULT_SORT


class Reach(reaching.Reach):
    """The desks as which somebody sees items."""

    def walked(self) -> FollowUpQuerySet:
        """What this person sees, asked in the way that is fast for walking through it in order."""
        if self.is_wide:
            return FollowUp.objects.seen_from(self.desks)
        cases = CaseAudience.objects.filter(desk__in=self.desks).values("case")
        return FollowUp.objects.filter(IsIn("case_id", cases))


@dataclass(frozen=True, slots=True)
class Row:
    """An item in a list. `is_inside`: the reader knows what happens inside the administration."""

    item: FollowUp
    today: date
    is_inside: bool = True

    @property
    def is_overdue(self) -> bool:
        """Whether the office, or the council office, is late."""
        return self.item.is_overdue(self.today)


@dataclass(frozen=True, slots=True)
class Listing(Capped[Row]):
    """The matches of a filter for one person: their first keys, and their rows on demand."""

    reach: Reach
    wanted: Filter
    today: date
    matching: FollowUpQuerySet

    def all_keys(self) -> Sequence[int]:
        return list(_ordered(self.matching, self.wanted.sort).values_list("pk", flat=True))

    def rows(self, keys: Sequence[int], *links: str) -> list[Row]:
        found_ones = FollowUp.objects.filter(pk__in=keys)
        rows = found_ones.select_related("body", "office").prefetch_related(*links)
        if self.reach.observes:
            inside = audience_holds(self.reach.inside, case=OuterRef("case_id"))
            rows = rows.annotate(is_inside=inside)
        found = {row.pk: row for row in rows}
        return [
            Row(found[pk], self.today, getattr(found[pk], "is_inside", True))
            for pk in keys
            if pk in found
        ]


def find(viewer: User, wanted: Filter, *, at: datetime) -> Listing:
    """The items that this person sees and that match; two statements before the rows."""
    reach = reaching.reach_of(viewer, at=at, kind=Reach)
    today = local_date(at)
    if wanted.state == S.CLOSED and wanted.sort == DEFAULT_SORT:
        # What is off the list is due on no day: the newest first.
        wanted = replace(wanted, sort="-asked")
    matching = _filtered(reach, wanted, today=today)
    keys = list(_ordered(matching, wanted.sort).values_list("pk", flat=True)[: capped.CAP + 1])
    return Listing(keys, reach, wanted, today, matching)


def counts_by_state(listing: Listing) -> dict[str, int]:
    """How many of the matches there are by state, for whoever reads a report."""
    rows = listing.matching.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)


def _filtered(reach: Reach, wanted: Filter, *, today: date) -> FollowUpQuerySet:
    plain = {
        "kind": wanted.kind,
        "body": wanted.body,
        "office": wanted.office,
        "state": wanted.state,
    }
    found = reach.walked().filter(**{name: value for name, value in plain.items() if value})
    if not wanted.state:
        # What is off the list is found by its state or by words.
        found = found if wanted.text else found.filter(next_report_on__isnull=False)
    if wanted.is_public is not None:
        found = found.filter(is_public=wanted.is_public)
    if wanted.mine:
        found = found.filter(office__in=reach.units)
    if wanted.overdue:
        found = found.filter(next_report_on__lt=today)
    return found.filter(_matches(wanted.text)) if wanted.text else found


def _matches(text: str) -> Q:
    """The title holds each part of the words, a number begins so, or a paper's number holds it.

    What may be so is found by the index of all that is sought; without a digit it is no number.
    """
    found = Q(pk__in=())
    if any(letter.isdigit() for letter in text):
        typed = numeral(text)
        number = typed.upper()
        begins = Q(reference__startswith=number) | Q(paper__contains=number)
        if typed != number:
            begins |= Q(paper__contains=typed)
        found = may_hold("grams", [number.lower()]) & begins
    parts = [key for key in map(din5007_key, text.split()) if key]
    if parts:
        holds = may_hold("grams", parts)
        for part in parts:
            holds &= Q(title_key__contains=part)
        found |= holds
    return found


def _ordered(items: FollowUpQuerySet, sort: str) -> FollowUpQuerySet:
    first, *others = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    if not sort.startswith("-"):
        return items.order_by(first, *others)
    # Only what has no value is put last by a word of its own: it would keep the index from use.
    last = F(first).desc(nulls_last=True) if first == NULLABLE else F(first).desc()
    return items.order_by(last, *(F(name).desc() for name in others))
