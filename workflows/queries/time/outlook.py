"""The preview as one person may read it: of the cases that they see, in words, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from ...calendars import local_date
from ...enums import DeskFunction
from ...machine import UnknownKindError, flow_for
from ...models import Case, RouteRung, Task, Unit, User
from ...models.case import audience_holds, desks_held
from ..inbox.rows import step_label
from .ledger import rung_words
from .preview import Foreseen, preview

MOST = 500
"""More lines than that nobody reads; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Up to which day, and of what: the unit that has the work, the rung. Empty: all."""

    until: date
    unit: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """At a moment these people are told of a deadline, or the clock does something."""

    at: datetime
    level: str
    case: int
    kind: str
    title: str
    step: str
    due_on: date
    units: str
    people: tuple[str, ...]
    effect: str
    # The rung by its day; empty where the clock does something.
    rung: str = ""

    @property
    def step_title(self) -> str:
        """What is to be done."""
        return step_label(self.kind, self.step)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Days with their announcements, in order; `number` counts those that are not shown too."""

    days: Sequence[tuple[date, Sequence[Announcement]]]
    number: int

    @property
    def is_cut(self) -> bool:
        """Whether some are not shown."""
        return self.number > MOST


def outlook(wanted: Wanted, *, viewer: User, at: datetime) -> Outlook:
    """What happens in the cases known inside up to a day if nobody does anything."""
    cases = list(Case.objects.known_inside_to(viewer, at=at).values_list("pk", flat=True))
    found = preview(at=at, until=wanted.until, cases=cases)
    if wanted.level:
        found = [item for item in found if item.level == wanted.level]
    if wanted.unit is not None:
        with_unit = _deadlines_of(wanted.unit, {item.deadline for item in found})
        found = [item for item in found if item.deadline in with_unit]
    lines = _in_words(found[:MOST])
    days = groupby(lines, key=lambda line: local_date(line.at))
    return Outlook([(day, tuple(rows)) for day, rows in days], len(found))


def units_with_work(*, viewer: User, at: datetime) -> list[Unit]:
    """The units at which something is open in cases that the viewer sees, by name."""
    held = desks_held(viewer, at=at).exclude(desk__function=DeskFunction.OBSERVER)
    # Asked before: as a part of the statement it was worked out for each task anew.
    desks = list(held.values_list("desk", flat=True))
    work = Task.objects.filter(
        audience_holds(desks, case=OuterRef("case")), status="open", desk__unit=OuterRef("pk")
    )
    return list(Unit.objects.filter(Exists(work)).order_by("sort_key"))


def known_levels() -> dict[str, str]:
    """The rungs of all routes in the order of the ladder, each with its words.

    The words are those of the newest route that has the rung.
    """
    newest_last = RouteRung.objects.order_by("position", "route__valid_from", "route")
    return {
        level: rung_words(offset) for level, offset in newest_last.values_list("level", "offset")
    }


def _deadlines_of(unit: int, deadlines: set[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_OF_UNIT, {"ids": list(deadlines), "unit": unit})
        return {key for (key,) in cursor.fetchall()}


def _in_words(found: Sequence[Foreseen]) -> list[Announcement]:
    cases = Case.objects.in_bulk({item.case for item in found})
    people = User.objects.in_bulk({person for item in found for person in item.people})
    levels = known_levels() if found else {}
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"ids": list({item.deadline for item in found})})
        units: dict[UUID, str] = dict(cursor.fetchall())
    return [
        Announcement(
            item.at, item.level, item.case, cases[item.case].kind, cases[item.case].title,
            item.step, item.due_on, units.get(item.deadline, ""),
            tuple(str(people[person]) for person in item.people),
            _effect(cases[item.case].kind, item.effect),
            levels.get(item.level, item.level),
        )
        for item in found
    ]  # fmt: skip


def _effect(kind: str, name: str) -> str:
    """What the clock does, in words; empty if nothing."""
    if not name:
        return ""
    try:
        declared = flow_for(kind).declared(name)
    except UnknownKindError:
        return name
    return str(declared[0].label) if declared else name


_OF_UNIT = """
SELECT DISTINCT d.id FROM unnest(%(ids)s::uuid[]) k(id)
  JOIN workflows_deadline d ON d.id = k.id
  JOIN workflows_task t ON t.step_id = d.step_id AND t.status = 'open'
  JOIN workflows_desk o ON o.id = t.desk_id
 WHERE o.unit_id = %(unit)s
"""

_UNITS = """
SELECT d.id, string_agg(DISTINCT u.short_name, ', ' ORDER BY u.short_name)
  FROM unnest(%(ids)s::uuid[]) k(id)
  JOIN workflows_deadline d ON d.id = k.id
  JOIN workflows_task t ON t.step_id = d.step_id AND t.status = 'open'
  JOIN workflows_desk o ON o.id = t.desk_id
  JOIN workflows_unit u ON u.id = o.unit_id
 GROUP BY d.id
"""
