"""How much lies in each view; counted up to a cap, all views in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ..people.desks import HeldDesk
from .bulk import CHOSEN
from .place import Due, Place, View
from .saved import ROWS, ViewRow, params_of, rows_of
from .statements import Query, cases_of, resubmissions_of, tasks_of

INBOX = "inbox"
"""The key of the inbox among the lists that can be saved."""

CAP = 1000
"""Beyond 999 nobody counts; the page says "999+"."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of rows of each view without filters; of those to be done what is far and so
    folded, and what is overdue; and the saved views and what is chosen
    beside them.
    """

    views: Mapping[View, int]
    far: int
    overdue: int = 0
    saved: Sequence[ViewRow] = ()
    chosen: frozenset[UUID] = frozenset()


def counts(*, person: int, desks: Sequence[HeldDesk], at: datetime) -> Counts:
    """All in one statement, CAP standing for "or more"."""
    columns: list[str] = []
    params: dict[str, Any] = dict(
        params_of(INBOX, person=person, desks=[desk.id for desk in desks])
    )
    for name, query in _queries(person, desks, at).items():
        columns.append(query.capped(CAP).replace("%(", f"%({name}_"))
        params |= {f"{name}_{key}": value for key, value in query.params.items()}
    with connection.cursor() as db:
        db.execute(f"SELECT {', '.join([*columns, ROWS, CHOSEN])}", params)
        *found, far, overdue, saved, chosen = db.fetchone()
    views = dict(zip(View, found, strict=True))
    return Counts(views, far, overdue, rows_of(saved), frozenset(chosen or ()))


def _queries(person: int, desks: Sequence[HeldDesk], at: datetime) -> Mapping[str, Query]:
    return {
        **{view.value: _query(view, person, desks, at) for view in View},
        **{
            due.value: tasks_of(Place(view=View.TODO, due=due), person=person, desks=desks, at=at)
            for due in (Due.LATER, Due.OVERDUE)
        },
    }


def _query(view: View, person: int, desks: Sequence[HeldDesk], at: datetime) -> Query:
    if view == View.STARTED:
        return cases_of(Place(view=view), person=person, desks=desks)
    if view == View.RESUBMISSION:
        return resubmissions_of(person=person, desks=desks)
    return tasks_of(Place(view=view), person=person, desks=desks, at=at)


def shown(count: int) -> str:
    """A count as people read it."""
    return f"{CAP - 1}+" if count >= CAP else str(count)
