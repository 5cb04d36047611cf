"""The agenda of a session: what stands on it by itself, and what somebody has put there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ..enums import SessionState
from ..models import GroupSession, Order

MOST = 300
"""Orders on one agenda; more than any session can deal with."""

further_items: list[Callable[[date], Iterable[tuple[str, str]]]] = []
"""What else stands on each agenda by itself: title and words on a day, e.g. how old the phases of
the concept are. Another room adds its own.
"""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda: `key` of an item that can be taken off, `orders` that stand in it."""

    number: int
    title: str
    note: str = ""
    key: int | None = None
    orders: Sequence[Order] = ()


def agenda_of(session: GroupSession, *, today: date) -> list[Point]:
    """Open orders first, then what other rooms report, then what was put there; in that order.

    Once the session was held the first point is what it was then.
    """
    orders = _orders(session)
    points: list[tuple[str, str, int | None, list[Order]]] = [(_("Open orders"), "", None, orders)]
    if session.state in (SessionState.PLANNED, SessionState.INVITED):
        points += [(title, note, None, []) for say in further_items for title, note in say(today)]
    points += [(item.title, item.note, item.pk, []) for item in session.items.all()]
    return [Point(number, *point) for number, point in enumerate(points, start=1)]


def _orders(session: GroupSession) -> list[Order]:
    rows = Order.objects.all()
    if session.state in (SessionState.PLANNED, SessionState.INVITED):
        return list(rows.open().select_related("unit").order_by("due_on", "pk")[:MOST])
    return list(rows.filter(pk__in=session.orders).select_related("unit").order_by("due_on", "pk"))
