"""The next task after one is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ...calendars import local_date
from ...models import Task, User
from ..people.desks import held_by
from .listing import task_page
from .order import order_of
from .place import OPEN_VIEWS, Cursor, Place, View
from .rows import TaskRow

_IN_TURN = (View.TODO, View.DEPUTY)


def next_task(
    user: User, *, at: datetime, after: UUID | None = None, place: Place | None = None
) -> TaskRow | None:
    """The task to do next: behind `after` at the same place, else the first one there, else
    the first of the start list, then of those whom the person represents; None if all is done.
    """
    desks = held_by(user.pk, on=local_date(at))
    wanted = place if place is not None and place.view in OPEN_VIEWS else None
    for spot in _spots(wanted, after):
        page = task_page(spot, person=user.pk, desks=desks, at=at, size=2)
        found = next((row for row in page.rows if row.id != after), None)
        if found is not None:
            return found
    return None


def _spots(place: Place | None, after: UUID | None) -> list[Place]:
    spots = [Place(view=view) for view in _IN_TURN]
    if place is None:
        return spots
    done = Task.objects.filter(pk=after).first() if after else None
    here = replace(place, after="", before="")
    if done is not None:
        moment = getattr(done, order_of(place).moment)
        here = replace(here, after=str(Cursor(moment, done.pk)))
    return [here, *spots]
