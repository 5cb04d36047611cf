"""Deadlines on the ladder: those whose next rung has come, and those that will come to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
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
    # When the clock ends it by itself; None: it runs until somebody does what is asked.
    ends_at: datetime | None = None


_READ = """
SELECT d.id, d.case_id, c.route_id, c.access <> 'normal', s.key, d.due_on, d.next_rung, d.rungs,
       t.tasks, t.desks, t.claims, CASE WHEN d.effect <> '' THEN d.due_at END
  FROM due d
  JOIN workflows_case c ON c.id = d.case_id
  JOIN workflows_steprun s ON s.id = d.step_id
  LEFT JOIN LATERAL (
    SELECT array_agg(id ORDER BY position, id) AS tasks,
           array_agg(desk_id ORDER BY position, id) AS desks,
           array_agg(claimed_by_id ORDER BY position, id) AS claims
      FROM workflows_task WHERE step_id = d.step_id AND status = 'open') t ON true
"""

# The locked rows first, by the partial index alone; all else is joined to the few.
_DUE = f"""
WITH due AS MATERIALIZED (
  SELECT id, case_id, step_id, due_on, next_rung, rungs, due_at, effect
    FROM workflows_deadline
   WHERE next_rung_at <= %(at)s AND status = 'running'
   ORDER BY next_rung_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
{_READ}"""  # noqa: S608 - put together from constants

_COMING = f"""
WITH due AS (
  SELECT id, case_id, step_id, due_on, next_rung, rungs, due_at, effect
    FROM workflows_deadline
   WHERE next_rung_at <= %(until)s AND status = 'running'
     AND (%(cases)s::bigint[] IS NULL OR case_id = ANY(%(cases)s))
)
{_READ} ORDER BY d.id"""  # noqa: S608 - put together from constants


def due_rungs(*, at: datetime, limit: int) -> list[Due]:
    """Up to `limit` running deadlines whose next rung has come, locked, the oldest first.

    Rows that another tick holds are passed over.
    """
    return _read(_DUE, {"at": at, "limit": limit})


def coming_rungs(*, until: datetime, cases: Sequence[int] | None = None) -> list[Due]:
    """Running deadlines that come to a rung by then, of these cases or of all; one statement."""
    return _read(_COMING, {"until": until, "cases": None if cases is None else list(cases)})


def _read(sql: str, params: Mapping[str, Any]) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
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
                ends_at,
            )
            for (
                key, case, route, restricted, step, due_on, position, rungs, tasks, desks, claims,
                ends_at,
            ) in cursor.fetchall()
        ]  # fmt: skip
