"""Orders as somebody may see them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from workflows.models import Unit, User
from workflows.queries.acting.seen import SeenOne

from ..enums import OPEN
from ..models import Order

SHOWN = 200
"""Orders of one list; the filters narrow it."""


_SEEN = SeenOne(
    lambda viewer, at: Order.objects.visible_to(viewer, at=at).select_related(
        "case", "unit", "given_by", "given_desk", "drafted_desk", "mandate"
    )
)


def order_seen_by(viewer: User, case: int, *, at: datetime) -> Order:
    """The order of a case; raises Invisible (404) if this person sees none."""
    return _SEEN.of(viewer, case, at=at)


def orders_seen_by(
    viewer: User,
    *,
    at: datetime,
    unit: Unit | None = None,
    only_open: bool = True,
    overdue_on: date | None = None,
) -> QuerySet[Order]:
    """What this person sees of the orders, those that are due first before the others; with
    `overdue_on` only what is overdue that day.
    """
    rows = Order.objects.visible_to(viewer, at=at)
    if overdue_on is not None:
        rows = rows.open().filter(due_on__lt=overdue_on)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if only_open:
        rows = rows.filter(state__in=("drafted", *OPEN))
    return rows.select_related("case", "unit", "given_desk").order_by("due_on", "pk")
