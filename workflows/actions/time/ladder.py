"""The ladder: each deadline tells people at the rungs of its route, until it is met (domain 2.9).

Set-based and in batches: however many ticks run on however many hosts, each rung of each due day
is recorded once, and each person hears of it once. Escalation never decides anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ...calendars import Rung, local_date
from ...models import Deadline
from ...queries.people.routes import ladder_of
from ...queries.people.staff import StaffDay, staff
from ...queries.time.ladder import Due, due_keys, due_rungs
from ...untyped import SqlParams
from ..wire.retry import retried
from .failures import tell_of_failure

logger = logging.getLogger(__name__)

BATCH = 2000
"""Deadlines in one transaction; with many more PostgreSQL begins to read whole tables."""

REMINDER, DUE_TODAY, OVERDUE, ESCALATED = (
    "deadline_near", "deadline_today", "deadline_overdue", "deadline_escalated",
)  # fmt: skip
PAUSE = timedelta(hours=1)
"""How long a deadline waits that made an error."""


@dataclass(slots=True)
class Climbed:
    """How many deadlines reached a rung, and how many rungs there were with those in between."""

    deadlines: int = 0
    rungs: int = 0
    messages: int = 0
    failed: int = 0

    def add(self, other: Climbed) -> None:
        """Count the other ones in."""
        self.deadlines += other.deadlines
        self.rungs += other.rungs
        self.messages += other.messages
        self.failed += other.failed


def climb(*, at: datetime) -> Climbed:
    """Let every running deadline whose next rung has come by `at` tell its people.

    After an outage each missed rung is recorded, and people hear of the highest only. Who they
    are is found out now: absent → deputy, vacant or told already → next higher.
    """
    total, people, ladder = Climbed(), staff(on=local_date(at)), cache(ladder_of)
    step = partial(_climb, at, people, ladder)
    while True:
        try:
            done = step()
        except Exception as error:  # noqa: BLE001 - one bad row, or the database
            logger.warning("a batch of rungs failed (%s), now one by one", type(error).__name__)
            total.add(_one_by_one(at, step))
            return total
        total.add(done)
        if done.deadlines < BATCH:
            return total


def _one_by_one(at: datetime, step: Callable[..., Climbed]) -> Climbed:
    """Let every due deadline climb alone: one that fails is told of and tried again in an hour."""
    total = Climbed()
    for key, case in due_keys(at=at):
        try:
            total.add(step(only=key))
        except Exception as error:
            logger.exception("deadline %s of case %s could not climb", key, case)
            Deadline.objects.filter(pk=key, next_rung_at__lte=at).update(next_rung_at=at + PAUSE)
            tell_of_failure("rung_failed", deadline=key, case=case, error=error, at=at)
            total.failed += 1
    return total


def template_of(rung: Rung) -> str:
    """Which message a rung sends."""
    if rung.goes_up:
        return ESCALATED
    if rung.offset == 0:
        return DUE_TODAY
    return OVERDUE if rung.offset > 0 else REMINDER


@retried
def _climb(
    at: datetime,
    people: StaffDay,
    ladder: Callable[[int | None], Sequence[Rung]],
    *,
    only: UUID | None = None,
) -> Climbed:
    with transaction.atomic():
        rows = _Rows(at)
        for due in due_rungs(at=at, limit=BATCH, only=only):
            rows.add(due, ladder(due.route), people)
        rows.write()
        return Climbed(len(rows.ids), len(rows.rungs), len(rows.messages))


class _Told:
    """Who is told at a rung, through which desks; the same for many deadlines."""

    __slots__ = ("desks", "people", "people_as_text", "template")

    def __init__(self, rung: Rung, pairs: set[tuple[int, int]]) -> None:
        self.template = template_of(rung)
        self.desks = frozenset(desk for desk, _person in pairs)
        self.people = tuple(sorted({person for _desk, person in pairs}))
        # Arrays of different lengths travel as text.
        self.people_as_text = f"{{{','.join(map(str, self.people))}}}"


@dataclass
class _Rows:
    """What one batch writes."""

    at: datetime
    # Each deadline with the highest rung that it has reached.
    ids: list[UUID] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    # Deadline, level, its position, due day, whether a higher one spoke instead, people as text.
    rungs: list[tuple[UUID, str, int, date, bool, str]] = field(default_factory=list)
    messages: list[tuple[UUID, int, str, date, int, str, UUID | None]] = field(default_factory=list)
    audience: set[tuple[int, int]] = field(default_factory=set)
    _told: dict[Any, _Told] = field(default_factory=dict)

    def add(self, due: Due, ladder: Sequence[Rung], people: StaffDay) -> None:
        """The rungs that a deadline has reached; the highest of them speaks."""
        reached = [position for position in due.reached if position < len(ladder)]
        self.ids.append(due.id)
        self.tops.append(max(due.reached, default=len(ladder)))
        if not reached:
            return
        for position in reached[:-1]:
            self.rungs.append((due.id, ladder[position].level, position, due.due_on, True, "{}"))
        position = reached[-1]
        top = ladder[position]
        told = self._reached(due, top, people)
        self.rungs.append((due.id, top.level, position, due.due_on, False, told.people_as_text))
        self.messages += [
            (due.id, due.case, top.level, due.due_on, person, told.template, due.task)
            for person in told.people
        ]
        if not due.is_restricted:
            self.audience |= {(due.case, desk) for desk in told.desks}

    def _reached(self, due: Due, rung: Rung, people: StaffDay) -> _Told:
        """Asked again and again for the same desks: remembered for the batch."""
        key = (due.asked, rung.level, rung.recipients, due.key)
        if key not in self._told:
            self._told[key] = _Told(rung, people.reached(due.asked, rung.recipients, due.key))
        return self._told[key]

    def write(self) -> None:
        """Four statements in one round trip, whatever the number of rungs."""
        if not self.ids:
            return
        with connection.connection.pipeline(), connection.cursor() as cursor:
            for sql, params in self._statements():
                cursor.execute(sql, params)

    def _statements(self) -> Iterator[tuple[str, SqlParams]]:
        yield _ADVANCE, {"ids": self.ids, "tops": self.tops}
        if not self.rungs:
            return
        columns = [list(column) for column in zip(*self.rungs, strict=True)]
        names = ("ids", "levels", "positions", "days", "skipped", "people")
        yield _RECORD, {**dict(zip(names, columns, strict=True)), "at": self.at}
        if self.audience:
            cases, desks = zip(*sorted(self.audience), strict=True)
            yield _ADMIT, {"cases": list(cases), "desks": list(desks)}
        if self.messages:
            columns = [list(column) for column in zip(*self.messages, strict=True)]
            parts = ("ids", "cases", "levels", "days", "persons", "templates", "tasks")
            yield _TELL, {**dict(zip(parts, columns, strict=True)), "at": self.at}


_ADVANCE = """
UPDATE workflows_deadline d
   SET (next_rung, next_rung_at) = (
         SELECT r.n - 1, r.moment FROM unnest(d.rungs) WITH ORDINALITY r(moment, n)
          WHERE r.n - 1 > t.top AND r.moment IS NOT NULL ORDER BY r.n LIMIT 1)
  FROM unnest(%(ids)s::uuid[], %(tops)s::int[]) t(id, top)
 WHERE d.id = t.id
"""

_RECORD = """
INSERT INTO workflows_reminder (deadline_id, level, due_on, rung_at, fired_at, is_skipped, people)
SELECT r.id, r.level, r.due_on, d.rungs[r.position + 1], %(at)s, r.skipped, r.people::bigint[]
  FROM unnest(%(ids)s::uuid[], %(levels)s::text[], %(positions)s::int[], %(days)s::date[],
              %(skipped)s::bool[], %(people)s::text[])
       r(id, level, position, due_on, skipped, people)
  JOIN workflows_deadline d ON d.id = r.id
ON CONFLICT (deadline_id, level, due_on) DO NOTHING
"""

# Whoever is told may look: a superior did not see the matter before it was late.
_ADMIT = """
INSERT INTO workflows_caseaudience (case_id, desk_id, reason)
SELECT a.case_id, a.desk, 'escalation'
  FROM unnest(%(cases)s::bigint[], %(desks)s::bigint[]) a(case_id, desk)
ON CONFLICT (case_id, desk_id) DO NOTHING
"""

_TELL = """
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, task_id, deadline_id, data, created_at, send_at,
   attempts, error)
SELECT 'deadline:' || m.id || ':' || m.level || ':' || m.day || ':' || m.person || ':' || c.channel,
       m.person, c.channel, m.template, m.case_id, m.task, m.id,
       jsonb_build_object('level', m.level, 'due', m.day), %(at)s, %(at)s, 0, ''
  FROM unnest(%(ids)s::uuid[], %(cases)s::bigint[], %(levels)s::text[], %(days)s::date[],
              %(persons)s::bigint[], %(templates)s::text[], %(tasks)s::uuid[])
       m(id, case_id, level, day, person, template, task)
 CROSS JOIN (VALUES ('in_app'), ('mail')) c(channel)
ON CONFLICT (key) DO NOTHING
"""
