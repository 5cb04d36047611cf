"""The next task after one is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from ...calendars import local_date
from ...models import Task, User
from ..people.desks import HeldDesk, held_by
from .counts import CAP
from .listing import task_page
from .order import Beside, order_of
from .place import OPEN_VIEWS, Cursor, Place, View
from .rows import TaskRow
from .statements import tasks_of

_IN_TURN = (View.TODO, View.DEPUTY)


def next_task(
    user: User, *, at: datetime, after: UUID | None = None, place: Place | None = None
) -> TaskRow | None:
    """The task to do next: behind `after` at the same place, else the first one there, else
    the first of the start list, then of those whom the person represents; None if all is done.
    """
    found = next_in_turn(user, at=at, after=after, place=place)
    return found.task if found else None


@dataclass(frozen=True, slots=True)
class Turn:
    """The next task; where it is of the view that somebody works through, its number among the
    open ones there and how many these are, CAP at most.
    """

    task: TaskRow
    number: int = 0
    total: int = 0


def next_in_turn(
    user: User, *, at: datetime, after: UUID | None = None, place: Place | None = None
) -> Turn | None:
    """As above, with how far one is; one statement more at a place that holds open tasks."""
    desks = held_by(user.pk, on=local_date(at))
    wanted = place if place is not None and place.view in OPEN_VIEWS else None
    for spot in _spots(wanted, after):
        page = task_page(spot, person=user.pk, desks=desks, at=at, size=2)
        found = next((row for row in page.rows if row.id != after), None)
        if found is not None and wanted is not None and replace(spot, after="") == wanted.at():
            return Turn(found, *_how_far(found, wanted.at(), person=user.pk, desks=desks, at=at))
        if found is not None:
            return Turn(found)
    return None


def _how_far(
    task: TaskRow, place: Place, *, person: int, desks: Sequence[HeldDesk], at: datetime
) -> tuple[int, int]:
    query, order = tasks_of(place, person=person, desks=desks, at=at), order_of(place)
    before = Beside(Cursor(getattr(task, order.moment), task.id), backwards=True)
    columns = f"{query.capped(CAP, order.sections(before))}, {query.capped(CAP)}"
    with connection.cursor() as db:
        db.execute(f"SELECT {columns}", {**query.params, **before.params()})
        earlier, total = db.fetchone()
    return earlier + 1, total


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
