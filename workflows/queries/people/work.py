"""Work that lies where nobody is: at vacant desks, with people who left, at no desk at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ...enums import DeskFunction, TaskStatus
from ...models import Task
from ...models.presence import PRESENCE, reached
from ...models.validity import in_force
from ...untyped import SqlRow

LIVE = (TaskStatus.OPEN, TaskStatus.WAITING)

Moves = Mapping[str, int | None]
"""Where tasks shall go, by their ids; None: they stay at their desk and nobody has claimed them."""

# A desk without a holder gives way to the first held one above it.
_VACANT = f"""
WITH RECURSIVE held AS MATERIALIZED (
  SELECT h.desk_id AS desk, h.person_id AS person
    FROM workflows_deskholder h
    JOIN workflows_user p ON p.id = h.person_id AND p.deactivated_at IS NULL
    JOIN workflows_desk d ON d.id = h.desk_id AND d.closed_on IS NULL
   WHERE {in_force("h")}
), vacant AS (
  SELECT d.id AS origin, d.superior_id AS here, 1 AS hops
    FROM workflows_desk d
   WHERE (%(desks)s::bigint[] IS NULL OR d.id = ANY(%(desks)s::bigint[]))
     AND EXISTS (SELECT 1 FROM workflows_task t
                  WHERE t.desk_id = d.id AND t.status IN ('open', 'waiting'))
     AND NOT EXISTS (SELECT 1 FROM held WHERE held.desk = d.id)
  UNION ALL
  SELECT v.origin, d.superior_id, v.hops + 1
    FROM vacant v JOIN workflows_desk d ON d.id = v.here
   WHERE v.hops < 30 AND NOT EXISTS (SELECT 1 FROM held WHERE held.desk = d.id)
)
"""  # noqa: S608 - put together from constants

# Only they can have claimed what they may no longer do; their tasks are found by an index.
# A deputy gives way when an earlier one comes back, a superior when anybody does.
_LOST_SOMETHING = """
, lost_something AS MATERIALIZED (
  SELECT person_id AS person FROM workflows_deskholder WHERE valid_until < %(today)s
   UNION
  SELECT deputy_id FROM workflows_substitution
   UNION
  SELECT h.person_id FROM workflows_deskholder h JOIN workflows_desk d ON d.superior_id = h.desk_id
   UNION
  SELECT id FROM workflows_user WHERE deactivated_at IS NOT NULL
)
"""

_LEFT = (
    _VACANT  # noqa: S608 - constant parts
    + _LOST_SOMETHING
    + ","
    + PRESENCE
    + """
SELECT t.case_id, t.id::text, v.here
  FROM vacant v
  JOIN held ON held.desk = v.here
  JOIN workflows_task t ON t.desk_id = v.origin AND t.status IN ('open', 'waiting')
UNION
SELECT t.case_id, t.id::text, NULL
  FROM workflows_task t JOIN workflows_steprun k ON k.id = t.step_id
 WHERE t.status = 'open' AND t.claimed_by_id IS NOT NULL
   AND (t.desk_id = ANY(%(desks)s::bigint[])
        OR %(desks)s::bigint[] IS NULL AND t.claimed_by_id IN (SELECT person FROM lost_something))
   AND NOT EXISTS (
     SELECT FROM held WHERE held.desk = t.desk_id AND held.person = t.claimed_by_id)
   AND t.claimed_by_id NOT IN ("""
    + reached(desk="t.desk_id", step="k.key")
    + """)
 ORDER BY 1, 2
"""
)

_VACANT_NOW = (
    _VACANT  # noqa: S608 - constant parts
    + "SELECT DISTINCT origin FROM vacant ORDER BY origin"
)


_AWAY = f"""
SELECT t.case_id, t.id::text, t.addressed_to_id
  FROM workflows_task t JOIN workflows_desk d ON d.id = t.addressed_to_id AND d.closed_on IS NULL
 WHERE t.status IN ('open', 'waiting') AND t.claimed_by_id IS NULL
   AND t.desk_id <> t.addressed_to_id
   AND EXISTS (SELECT FROM workflows_deskholder h
                 JOIN workflows_user p ON p.id = h.person_id AND p.deactivated_at IS NULL
                WHERE h.desk_id = t.addressed_to_id AND {in_force("h")})
 ORDER BY 1, 2
"""  # noqa: S608 - put together from constants


def left_work(*, on: date, desks: Sequence[int] | None = None) -> dict[int, Moves]:
    """What must move by case, in the order of the cases: work at vacant desks goes to the first
    held desk above, work claimed by somebody who may no longer do it is free again."""
    found: dict[int, dict[str, int | None]] = defaultdict(dict)
    for case, task, target in _rows(_LEFT, on, desks):
        if found[case].get(task) is None:
            found[case][task] = target
    return dict(sorted(found.items()))


# Only there can all who are there have written what they shall sign: whoever holds the desk, or
# somebody with whom they stand in for each other, is the author. Above the mayor nobody stands.
_MAY_BE_BARRED = """
SELECT DISTINCT t.case_id
  FROM workflows_task t
  JOIN workflows_steprun k ON k.id = t.step_id AND k.key = ANY(%(steps)s::text[])
  JOIN workflows_case c ON c.id = t.case_id
  JOIN workflows_desk d ON d.id = t.desk_id
  LEFT JOIN workflows_deskholder h ON h.desk_id = t.desk_id AND h.valid_from <= %(today)s
   AND (h.valid_until IS NULL OR h.valid_until >= %(today)s)
  LEFT JOIN workflows_substitution s ON h.person_id IN (s.represented_id, s.deputy_id)
   AND s.revoked_at IS NULL AND s.starts_on <= %(today)s AND s.ends_on >= %(today)s
 WHERE t.status = 'open'
   AND (d.function = 'mayor'
        OR ARRAY[h.person_id, s.represented_id, s.deputy_id]
           && ARRAY[c.opened_by_id, c.edited_by_id]
        OR EXISTS (SELECT FROM workflows_event e
                    WHERE s.id IS NOT NULL AND e.case_id = c.id
                      AND e.on_behalf_of_id IN (h.person_id, s.represented_id)))
 ORDER BY 1
"""


maybe_barred_too: list[Callable[[date], Iterable[int]]] = []
"""What else an app knows of: cases at whose desks everybody may be barred on a day."""


def maybe_barred(*, on: date, steps: Iterable[str]) -> list[int]:
    """Cases with open work of these steps at whose desks everybody may be barred from it."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY_BE_BARRED, {"today": on, "steps": list(steps)})
        found = {case for (case,) in cursor.fetchall()}
    return sorted(found.union(*(ask(on) for ask in maybe_barred_too)))


def vacant_with_work(*, on: date, desks: Sequence[int] | None = None) -> list[int]:
    """Desks without a holder at which work lies."""
    return [desk for (desk,) in _rows(_VACANT_NOW, on, desks)]


def returning_work(desk: int) -> dict[int, Moves]:
    """Unclaimed work that was meant for this desk and went up while it was vacant, by case."""
    away = (
        Task.objects.filter(addressed_to=desk, status__in=LIVE, claimed_by=None)
        .exclude(desk=desk)
        .order_by("case", "pk")
    )
    return _to(desk, away)


def work_to_return(*, on: date) -> dict[int, Moves]:
    """The same of all desks that somebody holds on that day."""
    found: dict[int, dict[str, int | None]] = defaultdict(dict)
    for case, task, desk in _rows(_AWAY, on, None):
        found[case][task] = desk
    return dict(sorted(found.items()))


def work_of(desk: int, *, to: int) -> dict[int, Moves]:
    """All open and waiting work of a desk, by case, on its way to another desk."""
    return _to(to, Task.objects.filter(desk=desk, status__in=LIVE).order_by("case", "pk"))


def has_open_work(desk: int) -> bool:
    """Whether open or waiting tasks lie at this desk."""
    return Task.objects.filter(desk=desk, status__in=LIVE).exists()


def undeliverable_work() -> QuerySet[Task]:
    """Tasks for which no desk was found; they lie at a desk of the organisation office."""
    return (
        Task.objects.filter(desk__function=DeskFunction.ORGANISATION, status__in=LIVE)
        .select_related("step", "case", "desk")
        .order_by("opened_at", "pk")
    )


def _to(desk: int, tasks: QuerySet[Task]) -> dict[int, Moves]:
    found: dict[int, dict[str, int | None]] = defaultdict(dict)
    for case, task in tasks.values_list("case", "pk"):
        found[case][str(task)] = desk
    return dict(found)


def _rows(sql: str, on: date, desks: Sequence[int] | None) -> list[SqlRow]:
    wanted = None if desks is None else list(desks)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"today": on, "desks": wanted})
        rows: list[Any] = cursor.fetchall()
    return rows
