"""Demands as somebody may see them, and what belongs to one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet

from workflows.definitions import Capacity
from workflows.enums import DeskFunction, UnitKind
from workflows.models import (
    CaseAudience,
    DeskHolder,
    Task,
    Unit,
    User,
    audience_contains,
    desks_held,
)
from workflows.queries.acting.seen import SeenOne

from ...decisions.enums import MeasureState as M
from ...measures.models import Measure
from ..enums import UNANSWERED, DemandState
from ..models import Demand, DemandMeasure, DemandQuerySet

FINISHED = (M.COMPLETED, M.EVALUATED)
FAILED = (M.REJECTED, M.WITHDRAWN, M.DISCONTINUED, M.REVOKED, M.DISCARDED)
"""How a measure ends: it has done its part, or it will not be carried out."""


_SEEN = SeenOne(
    lambda viewer, at: Demand.objects.visible_to(viewer, at=at).select_related(
        "case", "sender", "office", "repeats"
    )
)


def demand_seen_by(viewer: User, case: int, *, at: datetime) -> Demand:
    """The demand of a case; raises Invisible (404) if this person sees none."""
    return _SEEN.of(viewer, case, at=at)


def demands_of_sender(unit: int, *, viewer: User, at: datetime) -> DemandQuerySet:
    """What an association has asked for, as far as this person sees it; the oldest first."""
    seen = Demand.objects.visible_to(viewer, at=at).of_sender(unit)
    return seen.select_related("case", "office").order_by("open_since", "pk")


def senders_of(viewer: User, *, on: date) -> QuerySet[Unit]:
    """The associations at which somebody has a desk: for them they speak."""
    held = DeskHolder.objects.in_force(on=on).filter(person=viewer, desk__closed_on=None)
    return Unit.objects.filter(kind=UnitKind.PARTNER, pk__in=held.values("desk__unit"))


def is_inside(viewer: User, demand: Demand, *, held_units: Collection[int], at: datetime) -> bool:
    """Whether somebody sees a demand through another desk than one of its sender.

    `held_units`: the units of their desks; it is asked only of whoever sits on both sides.
    """
    if demand.sender_id not in held_units:
        return True
    if {*held_units} == {demand.sender_id}:
        return False
    held = desks_held(viewer, at=at).exclude(desk__unit=demand.sender_id)
    seen = CaseAudience.objects.filter(case=demand.case_id, desk__in=held.values("desk"))
    return seen.exists()


accesses: list[Callable[[int, date], bool]] = []
"""Whether somebody of an association has an access that is granted and runs on a day. The room of
the guests, which grants it, answers; a desk at the association alone opens nothing.
"""


def has_access(unit: int, *, on: date) -> bool:
    """Whether somebody can speak for an association here by an access of their own."""
    return any(granted(unit, on) for granted in accesses)


def links_of(demand: int) -> Sequence[DemandMeasure]:
    """The measures that stand for a demand now, with their cases."""
    rows = DemandMeasure.objects.filter(demand=demand, ended_on=None)
    return list(rows.select_related("measure__case"))


def linkable(capacities: Iterable[Capacity]) -> QuerySet[Measure]:
    """The measures that somebody knows from inside and that may still be carried out."""
    desks = [one.desk for one in capacities if one.function != DeskFunction.OBSERVER]
    seen = Measure.objects.seen_from(desks)
    return seen.exclude(case__state__in=[*FAILED, M.INCORPORATED]).select_related("case")


def measures_seen(demand: Demand, viewer: User, *, at: datetime) -> tuple[list[DemandMeasure], int]:
    """The links to measures that this person sees, ended ones too, and how many others stand."""
    visible = audience_contains(viewer, at=at, case=OuterRef("measure__case"))
    rows = demand.links.annotate(is_seen=visible)
    links = list(rows.select_related("measure__case", "measure__lead"))
    others = sum(link.ended_on is None and not vars(link)["is_seen"] for link in links)
    return [link for link in links if vars(link)["is_seen"]], others


def standing_for(measure: int | OuterRef) -> QuerySet[DemandMeasure]:
    """The links of a measure, or of that of a query around it, to the demands that it serves."""
    return DemandMeasure.objects.filter(measure=measure, ended_on=None)


def demands_served_by(measure: int, viewer: User, *, at: datetime) -> list[Demand]:
    """The demands that a measure stands for, as far as this person sees them."""
    standing = standing_for(measure).values("demand")
    seen = Demand.objects.visible_to(viewer, at=at).filter(pk__in=standing)
    return list(seen.select_related("case", "sender").order_by("open_since", "pk"))


def open_numbers(today: date) -> tuple[int, int]:
    """How many demands are open, and for how many days the oldest has been owed; for everybody.

    A repetition whose original is open is the same demand.
    """
    rows = Demand.objects.open().filter(repeats=None) | Demand.objects.open().exclude(
        repeats__in=Demand.objects.open()
    )
    oldest = rows.order_by("open_since").first()
    return rows.count(), oldest.days_open(today) if oldest else 0


def unanswered(viewer: User, *, at: datetime) -> DemandQuerySet:
    """The demands that somebody sees and that the city still owes an answer."""
    return Demand.objects.visible_to(viewer, at=at).filter(state__in=UNANSWERED)


def followed() -> list[int]:
    """Cases of demands whose measures have all ended well, or of which one has failed."""
    waiting = Demand.objects.filter(state="in_measure")
    failed = DemandMeasure.objects.filter(ended_on=None, measure__case__state__in=FAILED)
    running = DemandMeasure.objects.filter(ended_on=None).exclude(measure__case__state__in=FINISHED)
    rows = waiting.filter(pk__in=failed.values("demand")) | waiting.exclude(
        pk__in=running.values("demand")
    )
    return list(rows.order_by("case").values_list("case", flat=True))


def asked_another_way(*, on: date) -> list[int]:
    """Cases of demands reported as fulfilled of which the sender is asked in its own access though
    it has none any more, or through the secretariat though it has one by now.
    """
    rows = Demand.objects.filter(state=DemandState.REPORTED)
    senders = dict(rows.order_by("case").values_list("case", "sender"))
    asked = Task.objects.filter(case__in=senders, status="open", step__key="demand_confirm")
    units = {(case, unit) for case, unit in asked.values_list("case", "desk__unit")}
    with_access = {unit for unit in {*senders.values()} if has_access(unit, on=on)}
    return [
        case
        for case, sender in senders.items()
        if (sender in with_access) != ((case, sender) in units)
    ]


def unseen_by_senders(*, on: date) -> list[int]:
    """Cases of demands that a desk of their sender, which somebody holds, does not see yet."""
    held = DeskHolder.objects.in_force(on=on).filter(
        desk__closed_on=None, desk__unit__kind=UnitKind.PARTNER
    )
    found: set[int] = set()
    for desk, unit in held.values_list("desk", "desk__unit").distinct():
        rows = Demand.objects.of_sender(unit).exclude(case__audience__desk=desk)
        found |= {*rows.values_list("case", flat=True)}
    return sorted(found)
