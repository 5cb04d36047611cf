"""How much lies in each view; counted up to a cap, all views in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from ..people.desks import HeldDesk
from .place import Place, View
from .statements import Query, cases_of, resubmissions_of, tasks_of

CAP = 1000
"""Beyond 999 nobody counts; the page says "999+"."""


def counts(*, person: int, desks: Sequence[HeldDesk], at: datetime) -> Mapping[View, int]:
    """The number of rows of each view without filters, CAP standing for "or more"."""
    columns: list[str] = []
    params: dict[str, Any] = {}
    for view in View:
        query = _query(view, person, desks, at)
        columns.append(query.capped(CAP).replace("%(", f"%({view.value}_"))
        params |= {f"{view.value}_{name}": value for name, value in query.params.items()}
    with connection.cursor() as db:
        db.execute(f"SELECT {', '.join(columns)}", params)
        return dict(zip(View, db.fetchone(), strict=True))


def _query(view: View, person: int, desks: Sequence[HeldDesk], at: datetime) -> Query:
    if view == View.STARTED:
        return cases_of(Place(view=view), person=person, desks=desks)
    if view == View.RESUBMISSION:
        return resubmissions_of(person=person, desks=desks)
    return tasks_of(Place(view=view), person=person, desks=desks, at=at)


def shown(count: int) -> str:
    """A count as people read it."""
    return f"{CAP - 1}+" if count >= CAP else str(count)
