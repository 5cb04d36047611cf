"""Deadlines: those that wait for the clock, and those of a case with whoever has the work."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from ...calendars import local_date
from ...enums import DeadlineStatus
from ...machine import DeadlineView
from ...models import Deadline
from ...untyped import SqlRow

PAGE = 500


def passed_effects(*, at: datetime) -> QuerySet[Deadline]:
    """Running deadlines with an effect whose moment has passed at `at`."""
    running = Deadline.objects.filter(status=DeadlineStatus.RUNNING, due_at__lte=at)
    return running.exclude(effect="")


def due_effects(*, at: datetime, after: tuple[datetime, UUID] | None = None) -> list[Deadline]:
    """A page of them, the oldest first, behind the one named by `after`."""
    due = passed_effects(at=at).order_by("due_at", "pk")
    if after:
        moment, key = after
        due = due.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=key))
    return list(due[:PAGE])


# The desks of a step that is over are those that had it: they are told 422, not 403.
_DEADLINES = """
SELECT d.id, d.step_id, d.kind, d.subject, d.starts_on, d.due_on, d.due_at, d.status, d.effect,
       d.remaining, d.rungs, d.next_rung,
       ARRAY(SELECT t.desk_id FROM workflows_task t
              WHERE t.step_id = d.step_id AND (t.closed_at IS NULL OR d.closed_at IS NOT NULL)),
       ARRAY(SELECT DISTINCT x FROM workflows_task t
               JOIN workflows_desk k ON k.id = t.desk_id JOIN workflows_unit u ON u.id = k.unit_id,
             unnest(u.ancestors || u.id) x
              WHERE t.step_id = d.step_id AND (t.closed_at IS NULL OR d.closed_at IS NOT NULL)),
       GREATEST(
         (SELECT max(e.at) FROM workflows_deadlineentry e
           WHERE e.deadline_id = d.id AND e.change = 'reminded'),
         (SELECT max(r.fired_at) FROM workflows_reminder r WHERE r.deadline_id = d.id)),
       (SELECT json_object_agg(r.level, r.fired_at) FROM workflows_reminder r
         WHERE r.deadline_id = d.id AND r.due_on = d.due_on),
       (SELECT max(e.at) FROM workflows_deadlineentry e
         WHERE e.deadline_id = d.id AND e.change = 'seen' AND e.due_before = d.due_on),
       EXISTS (SELECT FROM workflows_deadlineentry e
                WHERE e.deadline_id = d.id AND e.change = 'announced' AND e.due_before = d.due_on),
       CASE WHEN d.status = 'paused' THEN
         (SELECT max(e.at) FROM workflows_deadlineentry e
           WHERE e.deadline_id = d.id AND e.change = 'paused') END
  FROM workflows_deadline d
 WHERE d.case_id = %(case)s
   AND CASE WHEN %(key)s::uuid IS NULL THEN d.status IN ('running', 'paused')
            ELSE d.id = %(key)s END
 ORDER BY d.due_at, d.id
"""


def deadlines_of(case: int, *, key: UUID | None = None) -> list[DeadlineView]:
    """The live deadlines of a case, or the one with that key whatever became of it."""
    with connection.cursor() as cursor:
        cursor.execute(_DEADLINES, {"case": case, "key": key})
        return [_view(row) for row in cursor.fetchall()]


def _view(row: SqlRow) -> DeadlineView:
    rungs, position, desks, units, reminded, reached, *since = row[10:]
    reminded_on = local_date(reminded) if reminded else None
    levels = {level: datetime.fromisoformat(at) for level, at in (reached or {}).items()}
    more: list[Any] = [tuple(rungs), position, frozenset(desks), frozenset(units), reminded_on]
    more += [levels, *since]
    return DeadlineView(*row[:10], *more)
