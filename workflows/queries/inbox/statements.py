"""The SQL of the inbox: which tasks a view holds, in an order, beside a cursor; ids only.

Every branch is a range of one partial index of open tasks, read in its order and cut at once,
so the cost does not grow with the number of tasks. Branches are united, then cut again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ...calendars import end_of_day, local_date
from ...definitions import EVERYTHING
from ...enums import DeskFunction
from ...untyped import SqlParams
from ..people.desks import HeldDesk
from .order import Beside, Order
from .place import Due, Holder, Place, Progress, View
from .searching import meant_by

FAR = timedelta(weeks=6)
"""What is due later than this is far: it is not yet to be done, and its list is one of its own."""

OPEN = "t.status = 'open' AND t.claimed_by_id IS "
FREE = OPEN + "NULL AND t.desk_id = d.desk"
TAKEN = OPEN + "NOT NULL AND t.desk_id = d.desk AND t.claimed_by_id <> ALL(%(except)s::bigint[])"
_OURS = " AND t.desk_id = ANY(%(desks)s::bigint[])"
MINE = OPEN + "NOT NULL AND t.claimed_by_id = %(person)s" + _OURS
ABSENT = OPEN + "NOT NULL AND t.claimed_by_id = p.person" + _OURS
# What a person did or started is shown for as long as one of their desks sees the case.
_SEEN = (
    " AND EXISTS (SELECT FROM workflows_caseaudience v"
    " WHERE v.desk_id = ANY(%(desks)s::bigint[]) AND v.case_id = "
)
DONE = "t.status = 'done' AND t.closed_by_id = %(person)s" + _SEEN + "t.case_id)"
STARTED = "c.opened_by_id = %(person)s" + _SEEN + "c.id)"
_RESUBMITTED = "r.person_id = %(person)s AND r.done_at IS NULL" + _SEEN + "r.case_id)"
# What a person put off is missing in their own inbox until its morning. Read once, by its index.
_NOT_PUT_OFF = (
    "t.id <> ALL(ARRAY(SELECT r.task_id FROM workflows_resubmission r"
    " WHERE r.person_id = %(person)s AND r.done_at IS NULL AND r.due_on > %(today)s"
    " AND r.task_id IS NOT NULL))"
)
AT_DESKS = "unnest(%(desks)s::bigint[]) d(desk)"
AT_OWN_DESKS = "unnest(%(own)s::bigint[]) d(desk)"
_OF_ABSENT = "unnest(%(represented)s::bigint[]) p(person)"
_TASK, _CASE = "workflows_task t", "workflows_case c"
_RESUBMISSION = "workflows_resubmission r"


@dataclass(frozen=True, slots=True)
class Branch:
    """One range of an index: what it takes, and for each row of what (empty: once)."""

    where: str
    each: str = ""


@dataclass(slots=True)
class Query:
    """Branches with the filters and parameters that they share."""

    branches: Sequence[Branch]
    params: dict[str, Any]
    table: str = _TASK
    joins: str = ""
    where: list[str] = field(default_factory=list)

    def rows(self, order: Order, beside: Beside, limit: int) -> tuple[str, SqlParams]:
        """The first ids beside a cursor, with the parameters."""
        params = {**self.params, **beside.params()}
        sections, by = order.sections(beside), order.sql(beside)
        parts = self._parts(order.columns, sections, by, limit)
        return f"SELECT * FROM ({' UNION ALL '.join(parts)}) x{by} LIMIT {limit}", params  # noqa: S608 - names of ours

    def capped(self, limit: int, sections: Sequence[str] = ("true",)) -> str:
        """The number of rows, or of those beyond a cursor, `limit` at most, as a scalar."""
        parts = " UNION ALL ".join(self._parts("1", sections, "", limit))
        return f"(SELECT count(*) FROM (SELECT FROM ({parts}) p LIMIT {limit}) x)"  # noqa: S608 - names of ours

    def _parts(self, columns: str, sections: Sequence[str], by: str, limit: int) -> Iterator[str]:
        head = f"SELECT {columns} FROM {self.table}{self.joins} WHERE "  # noqa: S608 - names of ours
        cut = f"{by} LIMIT {limit}"
        for branch in self.branches:
            for section in sections:
                one = head + " AND ".join([branch.where, *self.where, section]) + cut
                each = f"SELECT r.* FROM {branch.each} CROSS JOIN LATERAL ({one}) r{cut}"  # noqa: S608 - names of ours
                yield f"({each})" if branch.each else f"({one})"


def tasks_of(
    place: Place, *, person: int, desks: Sequence[HeldDesk], at: datetime, near: int = 0
) -> Query:
    """The tasks that a place shows to a person with these desks; `near`: by numbers so far from
    what is sought.
    """
    view = View(place.view)
    shown = [d for d in desks if view not in _KIND_OF_DESK or d.is_own == _KIND_OF_DESK[view]]
    # What found no desk lies with the organisation office, whose own page names no case.
    shown = [d for d in shown if d.function != DeskFunction.ORGANISATION]
    represented = sorted({someone for desk in shown for someone in desk.represented})
    at_hand = [d for d in shown if not place.desk or d.id == int(place.desk)]
    query = Query(
        branches=_branches(place),
        params={
            "person": person,
            "desks": [d.id for d in at_hand],
            "own": [d.id for d in at_hand if d.is_own],
            "far": at + FAR,
            "represented": represented,
            "except": [person, *(represented if view == View.DEPUTY else ())],
        },
    )
    filter_scope(query, shown)
    if view != View.DONE:
        query.where.append(_NOT_PUT_OFF)
        query.params["today"] = local_date(at)
    _filter_task(query, place, at, near)
    return query


def filter_scope(query: Query, desks: Sequence[HeldDesk]) -> None:
    """Of desks for which the person stands in only in part, the tasks of that part."""
    limited = [desk for desk in desks if desk.scope != EVERYTHING]
    if limited:
        query.where.append(_IN_SCOPE)
        query.params |= {
            "limited": [desk.id for desk in limited],
            "only": [",".join(desk.scope.only - desk.scope.besides) for desk in limited],
            "besides": [",".join(desk.scope.besides) for desk in limited],
        }


_IN_SCOPE = """(t.desk_id <> ALL(%(limited)s::bigint[]) OR EXISTS (
  SELECT FROM workflows_steprun r
    JOIN unnest(%(limited)s::bigint[], %(only)s::text[], %(besides)s::text[])
         AS l(desk, kinds, besides) ON l.desk = t.desk_id
   WHERE r.id = t.step_id AND (l.kinds = '' OR r.key = ANY(string_to_array(l.kinds, ',')))
     AND r.key <> ALL(string_to_array(l.besides, ','))))"""
_KIND_OF_DESK = {View.DESK: True, View.DEPUTY: False}


def _branches(place: Place) -> list[Branch]:
    view, holder = View(place.view), place.holder
    if view == View.DONE:
        return [Branch(DONE)]
    if view == View.TODO:
        return list(_to_do(place))
    if view == View.MINE:
        return [Branch(MINE)]
    if holder == Holder.TAKEN:
        return [Branch(TAKEN, AT_DESKS)]
    free = Branch(FREE, AT_DESKS)
    # What an absent colleague had taken in hand is what the deputy is there for.
    return [free] if view == View.DESK else [free, Branch(ABSENT, _OF_ABSENT)]


def _to_do(place: Place) -> Iterator[Branch]:
    """What one has in hand and what lies free at one's own desks. Unless something is sought, what
    is far stays folded: what is due before and what has no deadline, each a range of the index.
    """
    for mine, each in ((MINE, ""), (FREE, AT_OWN_DESKS)):
        if place.is_filtered:
            yield Branch(mine, each)
        else:
            yield Branch(f"{mine} AND t.due_at <= %(far)s", each)
            yield Branch(f"{mine} AND t.due_at IS NULL", each)


def cases_of(place: Place, *, person: int, desks: Sequence[HeldDesk], near: int = 0) -> Query:
    """The cases that the person has started and still sees; `near` as above."""
    query = Query(
        branches=[Branch(STARTED)],
        params={"person": person, "desks": [desk.id for desk in desks]},
        table=_CASE,
    )
    _filter_case(query, place, near)
    if place.progress:
        running = place.progress == Progress.RUNNING
        query.where.append(f"c.closed_at IS {'' if running else 'NOT '}NULL")
    return query


def resubmissions_of(*, person: int, desks: Sequence[HeldDesk]) -> Query:
    """The open resubmissions of a person, of cases that they see."""
    params = {"person": person, "desks": [desk.id for desk in desks]}
    return Query([Branch(_RESUBMITTED)], params, table=_RESUBMISSION)


def _filter_task(query: Query, place: Place, at: datetime, near: int) -> None:
    if place.kind or place.q:
        query.joins += " JOIN workflows_case c ON c.id = t.case_id"
        _filter_case(query, place, near)
    if place.step:
        query.joins += " JOIN workflows_steprun s ON s.id = t.step_id"
        query.where.append("s.key = %(step)s")
        query.params["step"] = place.step
    if place.due and place.view != View.DONE:
        query.where.append(due_range(Due(place.due), query.params, at))


def _filter_case(query: Query, place: Place, near: int) -> None:
    if place.kind:
        query.where.append("c.kind = %(kind)s")
        query.params["kind"] = place.kind
    if place.q:
        query.where.append(meant_by(place.q, query.params, near=near))


def due_range(due: Due, params: SqlParams, at: datetime) -> str:
    """The condition on the end of the period; adds what it needs to the parameters."""
    if due == Due.NONE:
        return "t.due_at IS NULL"
    if due == Due.LATER:
        params["far"] = at + FAR
        return "t.due_at > %(far)s"
    params["now"] = at
    if due == Due.OVERDUE:
        return "t.due_at <= %(now)s"
    today = local_date(at)
    sunday = today + timedelta(days=6 - today.weekday())
    params["until"] = end_of_day(today if due == Due.TODAY else sunday)
    return "t.due_at > %(now)s AND t.due_at <= %(until)s"
