"""Deadlines on the ladder: those whose next rung has come, and those that will come to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ...enums import DeadlineStatus
from ...models import Deadline
from ...untyped import SqlParams, SqlRow
from ..people.staff import Asked


@dataclass(frozen=True, slots=True)
class Climbing:
    """A deadline and whoever has the work: what has to be known to tell people."""

    id: UUID
    case: int
    route: int | None
    is_restricted: bool
    key: str
    due_on: date
    task: UUID | None
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Due(Climbing):
    """A deadline whose rungs at these positions of the ladder have come, the lowest first."""

    reached: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coming(Climbing):
    """A deadline with the moments of all its rungs; it climbs on from `next_rung`."""

    next_rung: int
    rungs: tuple[datetime | None, ...]
    # When the clock ends it by itself; None: it runs until somebody does what is asked.
    ends_at: datetime | None


# One row for each open task; whoever reads them puts them together again.
_READ = """
SELECT d.id, d.case_id, c.route_id, c.access <> 'normal', s.key, d.due_on, {columns},
       t.id, t.desk_id, t.claimed_by_id
  FROM due d
  JOIN workflows_case c ON c.id = d.case_id
  JOIN workflows_steprun s ON s.id = d.step_id
  LEFT JOIN workflows_task t ON t.step_id = d.step_id AND t.status = 'open'
"""

# The locked rows first, by the partial index alone; all else is joined to the few.
_DUE = """
WITH due AS MATERIALIZED (
  SELECT id, case_id, step_id, due_on,
         ARRAY(SELECT n - 1 FROM unnest(rungs) WITH ORDINALITY r(moment, n)
                WHERE n > next_rung AND moment <= %(at)s ORDER BY n) AS reached
    FROM workflows_deadline
   WHERE next_rung_at <= %(at)s AND status = 'running'
     AND (%(only)s::uuid IS NULL OR id = %(only)s)
   ORDER BY next_rung_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
""" + _READ.format(columns="d.reached")  # noqa: S608 - put together from constants

_COMING = """
WITH due AS (
  SELECT id, case_id, step_id, due_on, next_rung, rungs,
         CASE WHEN effect <> '' THEN due_at END AS ends_at
    FROM workflows_deadline
   WHERE next_rung_at <= %(until)s AND status = 'running'
     AND (%(cases)s::bigint[] IS NULL OR case_id = ANY(%(cases)s))
)
""" + _READ.format(columns="d.next_rung, d.rungs, d.ends_at")  # noqa: S608 - constants


def due_rungs(*, at: datetime, limit: int, only: UUID | None = None) -> list[Due]:
    """Up to `limit` running deadlines whose next rung has come, locked, the oldest first.

    Rows that another tick holds are passed over.
    """
    found = _whole(_DUE, {"at": at, "limit": limit, "only": only})
    return [Due(*values) for values in found]


def due_keys(*, at: datetime) -> list[tuple[UUID, int]]:
    """The running deadlines whose next rung has come, with their cases, the oldest first."""
    due = Deadline.objects.filter(next_rung_at__lte=at, status=DeadlineStatus.RUNNING)
    return list(due.order_by("next_rung_at", "pk").values_list("pk", "case_id"))


def coming_rungs(*, until: datetime, cases: Sequence[int] | None = None) -> list[Coming]:
    """Running deadlines that come to a rung by then, of these cases or of all; one statement."""
    names = {"until": until, "cases": None if cases is None else list(cases)}
    return [Coming(*values) for values in _whole(_COMING, names)]


def _whole(sql: str, params: SqlParams) -> Iterator[SqlRow]:
    """The values of each deadline: its own, its first task, all desks, then the rest."""
    rows: dict[UUID, SqlRow] = {}
    tasks: dict[UUID, list[tuple[UUID, int, int | None]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in cursor.fetchall():
            rows[row[0]] = row[:-3]
            if row[-3] is not None:
                tasks[row[0]].append(row[-3:])
    for key, row in rows.items():
        # The ids of tasks grow with time, so the first was opened first.
        mine = sorted(tasks[key]) if len(tasks[key]) > 1 else tasks[key]
        asked = tuple(Asked(desk, claim) for _task, desk, claim in mine)
        rest = (tuple(value) if isinstance(value, list) else value for value in row[6:])
        yield (*row[:6], mine[0][0] if mine else None, asked, *rest)
