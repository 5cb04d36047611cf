"""Absences as whoever gives work has to know them: who is away when, and who stands in then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from ...calendars import end_of_day, local_date
from ...models import Substitution, User


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away from one day to another, and who stands in."""

    person: User
    first: date
    last: date
    deputies: Sequence[str]

    @property
    def words(self) -> str:
        """In one sentence, with the deputies in their order."""
        return _("%(name)s is away from %(first)s to %(last)s; %(deputies)s stands in.") % {
            "name": self.person, "first": f"{self.first:%d.%m.%Y}",
            "last": f"{self.last:%d.%m.%Y}", "deputies": ", ".join(self.deputies),
        }  # fmt: skip

    @property
    def short(self) -> str:
        """The same behind a name."""
        return _("away from %(first)s to %(last)s, deputy: %(deputies)s") % {
            "first": f"{self.first:%d.%m.%Y}", "last": f"{self.last:%d.%m.%Y}",
            "deputies": ", ".join(self.deputies),
        }  # fmt: skip


def away_between(people: Collection[int], *, first: date, last: date) -> Mapping[int, Away]:
    """Who of these people is away on some of these days: their first absence; one statement."""
    rows = Substitution.objects.filter(
        represented__in=people, revoked_at=None, starts_on__lte=last, ends_on__gte=first
    )
    found: dict[int, list[Substitution]] = defaultdict(list)
    for row in rows.select_related("represented", "deputy").order_by("starts_on", "rank", "pk"):
        mine = found[row.represented_id]
        if not mine or (mine[0].starts_on, mine[0].ends_on) == (row.starts_on, row.ends_on):
            mine.append(row)
    return {
        person: Away(
            mine[0].represented, mine[0].starts_on, mine[0].ends_on,
            [str(row.deputy) for row in mine],
        )
        for person, mine in found.items()
    }  # fmt: skip


def named_with(person: User, away: Mapping[int, Away]) -> str:
    """A name, and until when they are away: that bars nobody, but whoever chooses has to know."""
    absence = away.get(person.pk)
    return f"{person.get_full_name()} – {absence.short}" if absence else person.get_full_name()


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task that is due while somebody is away: what, in which matter, until when."""

    kind: str
    step: str
    title: str
    last_day: date


# What a person has in hand, and what lies unclaimed at their desks.
_DUE = """
SELECT c.kind, k.key, c.title, t.due_at
  FROM workflows_task t
  JOIN workflows_steprun k ON k.id = t.step_id
  JOIN workflows_case c ON c.id = t.case_id
 WHERE t.status = 'open' AND t.due_at > %(after)s AND t.due_at <= %(until)s
   AND (t.claimed_by_id = %(person)s
        OR t.claimed_by_id IS NULL AND t.desk_id IN (
             SELECT h.desk_id FROM workflows_deskholder h
              WHERE h.person_id = %(person)s AND h.valid_from <= %(last)s
                AND (h.valid_until IS NULL OR h.valid_until >= %(first)s)))
 ORDER BY t.due_at, t.id
"""


def due_within(person: int, *, first: date, last: date) -> list[DueTask]:
    """The open tasks of a person that end within these days, the next first; one statement."""
    values: dict[str, int | date | datetime] = {
        "person": person, "first": first, "last": last,
        "after": end_of_day(first - timedelta(days=1)), "until": end_of_day(last),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DUE, values)
        return [
            DueTask(kind, step, title, _last_day(due_at))
            for kind, step, title, due_at in cursor.fetchall()
        ]


def _last_day(due_at: datetime) -> date:
    """The deadline is the midnight after."""
    return local_date(due_at - timedelta(microseconds=1))


def away_from_step(step: UUID, *, on: date) -> list[Away]:
    """Who of those who have the work of a step on a day is away then: whoever has claimed its
    tasks, else the holders of the desks. Two statements.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS, {"step": step, "on": on})
        people = [person for (person,) in cursor.fetchall()]
    return list(away_between(people, first=on, last=on).values())


_WORKERS = """
SELECT DISTINCT COALESCE(t.claimed_by_id, h.person_id) AS person
  FROM workflows_task t
  LEFT JOIN workflows_deskholder h ON t.claimed_by_id IS NULL AND h.desk_id = t.desk_id
   AND h.valid_from <= %(on)s::date AND (h.valid_until IS NULL OR h.valid_until >= %(on)s::date)
 WHERE t.step_id = %(step)s AND t.status IN ('open', 'waiting')
   AND COALESCE(t.claimed_by_id, h.person_id) IS NOT NULL
 ORDER BY 1
"""
