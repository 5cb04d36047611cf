"""How much the offices carry: open and overdue items beside what they can carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from workflows.models import Unit
from workflows.queries.time.stuck import GROUP

from ..vocabulary import Load

_LOADS = """
WITH wanted AS (
  SELECT u.id, u.name, u.sort_key FROM workflows_unit u
   WHERE u.kind NOT IN ('council', 'partner') AND u.valid_from <= %(today)s
     AND (u.valid_until IS NULL OR u.valid_until >= %(today)s)
     AND (%(units)s::bigint[] IS NULL OR u.id = ANY(%(units)s::bigint[]))
), items AS (
  SELECT d.unit_id AS unit, count(DISTINCT t.step_id) AS open,
         count(DISTINCT t.step_id) FILTER (WHERE t.due_at <= %(now)s) AS overdue
    FROM workflows_task t JOIN workflows_desk d ON d.id = t.desk_id
   WHERE t.status = 'open' AND d.unit_id IN (SELECT id FROM wanted)
   GROUP BY d.unit_id
), people AS (
  SELECT d.unit_id AS unit, count(DISTINCT h.person_id) AS people
    FROM workflows_deskholder h
    JOIN workflows_desk d ON d.id = h.desk_id AND d.closed_on IS NULL
    JOIN workflows_user p ON p.id = h.person_id AND p.deactivated_at IS NULL
   WHERE h.valid_from <= %(today)s AND (h.valid_until IS NULL OR h.valid_until >= %(today)s)
     AND d.unit_id IN (SELECT id FROM wanted)
   GROUP BY d.unit_id
)
SELECT w.id, w.name, COALESCE(i.open, 0), COALESCE(i.overdue, 0), COALESCE(p.people, 0),
       (SELECT c.items FROM coordination_officecapacity c
         WHERE c.unit_id = w.id AND c.valid_from <= %(today)s
         ORDER BY c.valid_from DESC LIMIT 1),
       (SELECT COALESCE(sum(s.items), 0)::int FROM coordination_statutorywork s
         WHERE s.unit_id = w.id AND s.valid_from <= %(today)s
           AND (s.valid_until IS NULL OR s.valid_until >= %(today)s))
  FROM wanted w
  LEFT JOIN items i ON i.unit = w.id
  LEFT JOIN people p ON p.unit = w.id
 ORDER BY w.sort_key, w.id
"""


@dataclass(frozen=True, slots=True)
class OfficeLoad:
    """The load of an office. Where fewer than GROUP people work, nobody sees its figures."""

    unit: int
    name: str
    load: Load
    people: int

    @property
    def is_shown(self) -> bool:
        """Whether its figures say nothing about a single person (LPVG NRW § 72)."""
        return self.people >= GROUP


def loads(*, on: date, now: datetime, units: Sequence[int] | None = None) -> list[OfficeLoad]:
    """The load of these offices, or of all, in German order; one statement."""
    with connection.cursor() as cursor:
        asked = {"today": on, "now": now, "units": list(units) if units is not None else None}
        cursor.execute(_LOADS, asked)
        return [
            OfficeLoad(pk, name, Load(number, overdue, items, taken), people)
            for pk, name, number, overdue, people, items, taken in cursor.fetchall()
        ]


def others_with_room(unit: Unit, *, on: date, now: datetime, most: int = 3) -> list[OfficeLoad]:
    """Offices of the same division that can carry one more, those with most room first."""
    if not unit.ancestors:
        return []
    beside = Unit.objects.in_force(on=on).filter(parent=unit.parent_id).exclude(pk=unit.pk)
    found = loads(on=on, now=now, units=list(beside.values_list("pk", flat=True)))
    free = [one for one in found if one.load.room is not None and one.load.room > 0]
    return sorted(free, key=lambda one: -(one.load.room or 0))[:most]
