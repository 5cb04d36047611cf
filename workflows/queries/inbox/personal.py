"""What a person keeps for themselves: their resubmissions and the cases that they watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef

from ...calendars import local_date
from ...models import Case, Resubmission, User
from ...models.case import audience_contains
from ...models.presence import ACTS_AS
from ..people.desks import HeldDesk
from .rows import state_label, step_label

MOST = 200
"""Of one's own notes as many are listed; the nearest come first."""


@dataclass(frozen=True, slots=True)
class ResubmissionRow:
    """A case that comes back: when, why, and the task that it is about."""

    id: int
    case: int
    kind: str
    title: str
    state: str
    due_on: date
    note: str
    task: UUID | None
    step: str
    # So many working days before the end of a deadline, with which the day moves.
    days_before: int | None = None

    @property
    def state_label(self) -> str:
        """The state of the case in words."""
        return state_label(self.kind, self.state)

    @property
    def step_title(self) -> str:
        """What was to be done; empty where it was about the case as a whole."""
        return step_label(self.kind, self.step) if self.step else ""


def resubmissions(person: int, *, desks: Sequence[HeldDesk]) -> list[ResubmissionRow]:
    """The open resubmissions of cases that the person sees, the next day first."""
    with connection.cursor() as cursor:
        cursor.execute(
            _RESUBMISSIONS,
            {"person": person, "desks": [desk.id for desk in desks], "most": MOST},
        )
        return [ResubmissionRow(*row) for row in cursor.fetchall()]


def resubmission_of(case: int, *, person: int) -> Resubmission | None:
    """The open resubmission of a person for a case."""
    return Resubmission.objects.filter(person=person, case=case, done_at=None).first()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person keeps of one case: the open resubmission, whether they watch it, its notes."""

    resubmission: int | None
    due_on: date | None
    note: str
    watches: bool
    # None: of one who only observes, and so reads no notes.
    notes: int | None
    days_before: int | None = None


def kept_of(case: int, *, person: int, at: datetime) -> Kept:
    """Both, for the page of a case, and how many notes the person may read; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"person": person, "case": case, "today": local_date(at)})
        return Kept(*cursor.fetchone())


def watched_cases(user: User, *, at: datetime) -> list[Case]:
    """The cases that a person watches and sees, those that moved last first; MOST at most."""
    seen = audience_contains(user, at=at, case=OuterRef("pk"))
    found = Case.objects.filter(seen, watches__person=user).order_by("-state_since", "-pk")
    return list(found[:MOST])


_RESUBMISSIONS = """
SELECT r.id, c.id, c.kind, c.title, c.state, r.due_on, r.note, r.task_id, COALESCE(s.key, ''),
       r.days_before
  FROM workflows_resubmission r
  JOIN workflows_case c ON c.id = r.case_id
  LEFT JOIN workflows_task t ON t.id = r.task_id AND t.closed_at IS NULL
  LEFT JOIN workflows_steprun s ON s.id = t.step_id
 WHERE r.person_id = %(person)s AND r.done_at IS NULL
   AND EXISTS (SELECT FROM workflows_caseaudience v
                WHERE v.case_id = r.case_id AND v.desk_id = ANY(%(desks)s::bigint[]))
 ORDER BY r.due_on, r.id LIMIT %(most)s
"""

_KEPT = f"""
WITH held AS (
  SELECT d.id, d.unit_id FROM ({ACTS_AS}) r
    JOIN workflows_desk d ON d.id = r.desk_id AND d.closed_on IS NULL AND d.function <> 'observer'
), mine AS (
  SELECT h.unit_id FROM held h
    JOIN workflows_caseaudience a ON a.desk_id = h.id AND a.case_id = %(case)s
)
SELECT r.id, r.due_on, COALESCE(r.note, ''),
       EXISTS (SELECT FROM workflows_watch w
                WHERE w.person_id = %(person)s AND w.case_id = %(case)s),
       CASE WHEN EXISTS (SELECT FROM mine) THEN (
         SELECT count(*) FROM workflows_note n LEFT JOIN workflows_unit u ON u.id = n.unit_id
          WHERE n.case_id = %(case)s
            AND (n.unit_id IS NULL OR n.unit_id IN (SELECT unit_id FROM mine)
                 OR u.successor_id IN (SELECT unit_id FROM mine))) END,
       r.days_before
  FROM (VALUES (1)) one
  LEFT JOIN workflows_resubmission r
    ON r.person_id = %(person)s AND r.case_id = %(case)s AND r.done_at IS NULL
"""  # noqa: S608 - put together from constants
