"""One page of the inbox: ids from the indexes, everything else joined for these rows only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Protocol, Self, TypeVar

from django.db import connection

from ...untyped import SqlRow
from ..people.desks import HeldDesk
from .order import STARTED, Beside, Order, order_of
from .place import Cursor, Place, View
from .rows import CaseRow, TaskRow
from .searching import NEARER, is_number
from .statements import Query, cases_of, tasks_of

PAGE = 25
Row = TypeVar("Row")


class Spot(Protocol):
    """A place in a list: it can name the same list at another page."""

    @property
    def before(self) -> str: ...

    def at(self, **changes: str) -> Self: ...


Where = TypeVar("Where", bound=Spot)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row, Where]):
    """Rows with the places before and after them; None where there is none.

    `near`: nothing has the number that is sought; these have one so far away.
    """

    rows: Sequence[Row]
    back: Where | None = None
    forward: Where | None = None
    near: int = 0


def task_page(
    place: Place, *, person: int, desks: Sequence[HeldDesk], at: datetime, size: int = PAGE
) -> Page[TaskRow, Place]:
    """The tasks at a place; one statement, further ones only where a page has vanished, or where
    nothing has the number that is sought.
    """
    order = order_of(place)

    def page(near: int) -> Page[TaskRow, Place]:
        query = tasks_of(place, person=person, desks=desks, at=at, near=near)
        return paged(
            place,
            lambda beside: [TaskRow(*r) for r in page_rows(query, order, beside, size + 1, _TASKS)],
            lambda row: Cursor(getattr(row, order.moment), row.id),
            Cursor.parse(place.before or place.after),
            size,
        )

    return _nearest(place, page)


def _nearest(place: Place, page: Callable[[int], Page[Row, Place]]) -> Page[Row, Place]:
    """The page of what is sought; if that is a number which nothing has, of the nearest ones."""
    found = page(0)
    for near in NEARER[1:] if place.q and not found.rows and is_number(place.q) else ():
        closer = page(near)
        if closer.rows:
            return replace(closer, near=near)
    return found


def keys_at(
    place: Place, *, person: int, desks: Sequence[HeldDesk], at: datetime, most: int
) -> list[str]:
    """The ids of the first `most` tasks or cases at a place, in its order; one statement."""
    if place.view == View.STARTED:
        query, order = cases_of(place, person=person, desks=desks), STARTED
    else:
        query, order = tasks_of(place, person=person, desks=desks, at=at), order_of(place)
    hits, params = query.rows(order, Beside(), most)
    with connection.cursor() as db:
        db.execute(hits, params)
        return [str(key) for key, _moment in db.fetchall()]


def number_at(
    place: Place, *, person: int, desks: Sequence[HeldDesk], at: datetime, most: int
) -> int:
    """How many tasks there are at a place, counted up to `most` + 1; one statement."""
    query = tasks_of(place, person=person, desks=desks, at=at)
    with connection.cursor() as db:
        db.execute(f"SELECT {query.capped(most + 1)}", query.params)
        return int(db.fetchone()[0])


def case_page(
    place: Place, *, person: int, desks: Sequence[HeldDesk], size: int = PAGE
) -> Page[CaseRow, Place]:
    """The cases that the person has started and still sees, the newest first."""

    def page(near: int) -> Page[CaseRow, Place]:
        query = cases_of(place, person=person, desks=desks, near=near)
        return paged(
            place,
            lambda beside: [
                CaseRow(*row) for row in page_rows(query, STARTED, beside, size + 1, _CASES)
            ],
            lambda row: Cursor(row.opened_at, row.id),
            Cursor.parse(place.before or place.after, numbered=True),
            size,
        )

    return _nearest(place, page)


def page_rows(query: Query, order: Order, beside: Beside, limit: int, outer: str) -> list[SqlRow]:
    hits, params = query.rows(order, beside, limit)
    with connection.cursor() as db:
        db.execute(outer.format(hits=hits, order=order.sql(beside, of="h.")), params)
        return list(db.fetchall())


def paged(
    place: Where,
    fetch: Callable[[Beside], list[Row]],
    cursor_of: Callable[[Row], Cursor],
    cursor: Cursor | None,
    size: int,
) -> Page[Row, Where]:
    """One page of rows that `fetch` brings, with the places of its neighbours."""
    beside = Beside(cursor, backwards=bool(place.before) and cursor is not None)
    rows = fetch(beside)
    if cursor and (not rows or (beside.backwards and len(rows) <= size)):
        # The page has vanished, or is the first one: show that whole, not a part of it.
        beside = Beside()
        rows = fetch(beside)
    more, rows = len(rows) > size, rows[:size]
    if beside.backwards:
        rows.reverse()
    before = more if beside.backwards else beside.cursor is not None
    after = more or beside.backwards
    return Page(
        rows,
        place.at(before=str(cursor_of(rows[0]))) if before else None,
        place.at(after=str(cursor_of(rows[-1]))) if after else None,
    )


# From whom: the actor of the event that opened the task; where the case moved by itself, whoever
# had opened the case.
_TASKS = """
SELECT t.id, c.id, c.kind, c.title, c.state, s.key, t.desk_id, d.name, u.short_name,
       t.opened_at, t.due_at, t.claimed_by_id,
       COALESCE(btrim(p.given_name || ' ' || p.family_name), ''),
       COALESCE(btrim(a.given_name || ' ' || a.family_name), ''), COALESCE(au.short_name, ''),
       t.closed_at, t.outcome
  FROM ({hits}) h
  JOIN workflows_task t ON t.id = h.id
  JOIN workflows_case c ON c.id = t.case_id
  JOIN workflows_steprun s ON s.id = t.step_id
  JOIN workflows_desk d ON d.id = t.desk_id
  JOIN workflows_unit u ON u.id = d.unit_id
  LEFT JOIN workflows_user p ON p.id = t.claimed_by_id
  LEFT JOIN LATERAL (
    SELECT e.actor_id, e.desk_id FROM workflows_event e
     WHERE e.case_id = t.case_id AND e.at = t.opened_at ORDER BY e.seq DESC LIMIT 1
  ) e ON true
  LEFT JOIN workflows_event o ON o.case_id = t.case_id AND o.seq = 1 AND e.actor_id IS NULL
  LEFT JOIN workflows_user a ON a.id = COALESCE(e.actor_id, o.actor_id)
  LEFT JOIN workflows_desk ad
    ON ad.id = CASE WHEN e.actor_id IS NULL THEN o.desk_id ELSE e.desk_id END
  LEFT JOIN workflows_unit au ON au.id = ad.unit_id
{order}
"""

_CASES = """
SELECT c.id, c.kind, c.title, c.state, c.state_since, c.opened_at, c.closed_at,
       COALESCE(l.units, '{{}}'), l.due_at
  FROM ({hits}) h
  JOIN workflows_case c ON c.id = h.id
  LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT u.short_name ORDER BY u.short_name) AS units, min(t.due_at) AS due_at
      FROM workflows_task t JOIN workflows_desk d ON d.id = t.desk_id
      JOIN workflows_unit u ON u.id = d.unit_id
     WHERE t.case_id = c.id AND t.status IN ('open', 'waiting')
  ) l ON true
{order}
"""
