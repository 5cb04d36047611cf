"""The deadlines whose next rung has come, with whoever has the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from .staff import Asked


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline at a rung: what has to be known to tell people."""

    id: UUID
    case: int
    route: int | None
    is_restricted: bool
    key: str
    due_on: date
    next_rung: int
    rungs: tuple[datetime | None, ...]
    task: UUID | None
    asked: tuple[Asked, ...]


# The locked rows first, by the partial index alone; all else is joined to the few.
_DUE = """
WITH due AS MATERIALIZED (
  SELECT id, case_id, step_id, due_on, next_rung, rungs FROM workflows_deadline
   WHERE next_rung_at <= %(at)s AND status = 'running'
   ORDER BY next_rung_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
SELECT d.id, d.case_id, c.route_id, c.access <> 'normal', s.key, d.due_on, d.next_rung, d.rungs,
       t.tasks, t.desks, t.claims
  FROM due d
  JOIN workflows_case c ON c.id = d.case_id
  JOIN workflows_steprun s ON s.id = d.step_id
  LEFT JOIN LATERAL (
    SELECT array_agg(id ORDER BY position, id) AS tasks,
           array_agg(desk_id ORDER BY position, id) AS desks,
           array_agg(claimed_by_id ORDER BY position, id) AS claims
      FROM workflows_task WHERE step_id = d.step_id AND status = 'open') t ON true
"""


def due_rungs(*, at: datetime, limit: int) -> list[Due]:
    """Up to `limit` running deadlines whose next rung has come, locked, the oldest first.

    Rows that another tick holds are passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"at": at, "limit": limit})
        return [
            Due(
                key,
                case,
                route,
                restricted,
                step,
                due_on,
                position,
                tuple(rungs),
                tasks[0] if tasks else None,
                tuple(Asked(desk, claim) for desk, claim in zip(desks, claims, strict=True))
                if tasks
                else (),
            )
            for (
                key, case, route, restricted, step, due_on, position, rungs, tasks, desks, claims,
            ) in cursor.fetchall()
        ]  # fmt: skip
