"""The escalation list: running deadlines that have climbed so far that superiors were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...calendars import local_date
from ...enums import Recipient
from ...models import User
from ...models.case import desks_held
from ...untyped import SqlRow
from ..inbox.rows import step_label
from .oversight import Reach

MOST = 500
"""As many are shown; a list that is longer is no list for a session."""


class Height(TextChoices):
    """How far a deadline has climbed at least; the levels are those of the usual ladder."""

    BOARD = "board", _("executive board")
    DIVISION = "division", _("deputy mayors and above")
    HEAD = "head", _("heads of offices and above")


# A route may name its rungs as it likes: what counts is whom they tell.
_TOLD = {
    Height.BOARD: [Recipient.BOARD],
    Height.DIVISION: [Recipient.BOARD, Recipient.DIVISION],
    Height.HEAD: [Recipient.BOARD, Recipient.DIVISION, Recipient.HEAD],
}


@dataclass(frozen=True, slots=True)
class Holder:
    """A desk that has the work, since when, and whether somebody has it in hand."""

    unit: str
    desk: str
    person: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Escalated:
    """A late matter: what, since when at which level, who has it, for when, until when seen, and
    whom the level has told.
    """

    deadline: UUID
    case: int
    kind: str
    title: str
    step: str
    due_on: date
    level: str
    reached_at: datetime
    task: UUID
    holders: tuple[Holder, ...]
    seen_until: date | None
    seen_by: str
    announced_for: date | None
    recipients: tuple[str, ...]

    @property
    def told(self) -> str:
        """Whom the level has told, in words."""
        return ", ".join(str(Recipient(name).label) for name in self.recipients)

    @property
    def step_title(self) -> str:
        """What is to be done."""
        return step_label(self.kind, self.step)


def escalations(
    height: Height, *, viewer: User, reach: Reach, at: datetime, most: int = MOST
) -> list[Escalated]:
    """The running deadlines that have climbed to a height, those overdue for longest first.

    Of cases that the viewer sees, with the work at a unit within reach. Two statements.
    """
    desks = desks_held(viewer, at=at).values_list("desk", flat=True)
    params = {
        "wanted": [str(name) for name in _TOLD[height]],
        "desks": list(desks),
        "now": at,
        "today": local_date(at),
        "most": most,
        **reach.params(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, params)
        return [_escalated(row) for row in cursor.fetchall()]


def _escalated(row: SqlRow) -> Escalated:
    values: list[Any] = [*row[:9], _holders(row[9]), *row[10:-1], tuple(row[-1])]
    return Escalated(*values)


def _holders(rows: Sequence[Sequence[str]]) -> tuple[Holder, ...]:
    return tuple(
        Holder(unit, desk, person, datetime.fromisoformat(since))
        for unit, desk, person, since in rows
    )


# From the cases that are seen to their live deadlines, then to the highest rung of this due day.
_READ = f"""
SELECT d.id, c.id, c.kind, c.title, s.key, d.due_on, r.level, r.fired_at, h.task, h.holders,
       e.until, COALESCE(e.seen_by, ''),
       (SELECT a.until FROM workflows_deadlineentry a
         WHERE a.deadline_id = d.id AND a.change = 'announced' AND a.due_before = d.due_on
         ORDER BY a.at DESC LIMIT 1), r.recipients
  FROM workflows_deadline d
  JOIN workflows_case c ON c.id = d.case_id
  JOIN workflows_steprun s ON s.id = d.step_id
  JOIN LATERAL (
    SELECT m.level, m.fired_at, g.recipients
      FROM workflows_reminder m
      JOIN workflows_routerung g ON g.route_id = c.route_id AND g.level = m.level
     WHERE m.deadline_id = d.id AND m.due_on = d.due_on
     ORDER BY g.position DESC LIMIT 1) r ON r.recipients && %(wanted)s::varchar[]
  JOIN LATERAL (
    SELECT (array_agg(t.id ORDER BY t.position, t.id))[1] AS task,
           bool_or({Reach.SQL}) AS is_within,
           json_agg(json_build_array(u.short_name, k.name,
                    COALESCE(btrim(p.given_name || ' ' || p.family_name), ''),
                    COALESCE(t.claimed_at, t.opened_at)) ORDER BY u.sort_key, k.name) AS holders
      FROM workflows_task t
      JOIN workflows_desk k ON k.id = t.desk_id
      JOIN workflows_unit u ON u.id = k.unit_id
      LEFT JOIN workflows_user p ON p.id = t.claimed_by_id
     WHERE t.step_id = d.step_id AND t.status = 'open') h ON h.is_within
  LEFT JOIN LATERAL (
    SELECT y.until, btrim(p.given_name || ' ' || p.family_name) AS seen_by
      FROM workflows_deadlineentry y LEFT JOIN workflows_user p ON p.id = y.by_id
     WHERE y.deadline_id = d.id AND y.change = 'seen' AND y.due_before = d.due_on
       AND y.until >= %(today)s
     ORDER BY y.at DESC LIMIT 1) e ON true
 WHERE d.status = 'running' AND d.due_at <= %(now)s
   AND EXISTS (SELECT FROM workflows_caseaudience v
                WHERE v.case_id = d.case_id AND v.desk_id = ANY(%(desks)s::bigint[]))
 ORDER BY d.due_on, d.id
 LIMIT %(most)s
"""  # noqa: S608 - put together from constants
