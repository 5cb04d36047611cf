"""Which mails are due: those about which nothing is decided yet, and those of one recipient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from ...enums import Channel, DeliveryMode
from ...machine import UnknownKindError, flow_for
from ...models import DeliveryChoice, Notification
from ...models.presence import HOLDS, PRESENCE, reached
from ...topics import TOPICS, alone_templates
from ..acting.audience import sees
from .outbox import due_notifications


@dataclass(frozen=True, slots=True)
class Undecided:
    """A mail about which is to be decided when it goes."""

    id: UUID
    recipient: int
    template: str
    created_at: datetime
    case: int | None
    kind: str | None
    task_due_at: datetime | None


_UNDECIDED = """
WITH due AS MATERIALIZED (
  SELECT id, recipient_id, template, created_at, case_id, task_id FROM workflows_notification
   WHERE channel = 'mail' AND sent_at IS NULL AND dropped_at IS NULL AND send_at <= %(at)s
     AND digest_on IS NULL
   ORDER BY send_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
SELECT d.id, d.recipient_id, d.template, d.created_at, d.case_id, c.kind, t.due_at
  FROM due d
  LEFT JOIN workflows_case c ON c.id = d.case_id
  LEFT JOIN workflows_task t ON t.id = d.task_id
"""

# One process at a time makes the mail of a person; the lock ends with the transaction.
_TAKE = "SELECT pg_try_advisory_xact_lock(%(family)s::int, %(person)s::int)"
_FAMILY = 1_835_100_532

_NEXT = """
SELECT recipient_id, template, id FROM workflows_notification
 WHERE channel = 'mail' AND sent_at IS NULL AND dropped_at IS NULL AND send_at <= %(at)s
   AND digest_on IS NOT NULL AND recipient_id <> ALL(%(passed)s::bigint[])
   AND (NOT %(is_quiet)s OR template = ANY(%(alone)s))
 ORDER BY send_at, id LIMIT 1
"""


def undecided_mails(*, at: datetime, limit: int) -> list[Undecided]:
    """Up to `limit` due mails about which nothing is decided, locked, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDECIDED, {"at": at, "limit": limit})
        return [Undecided(*row) for row in cursor.fetchall()]


def chosen_modes(people: Collection[int]) -> Mapping[tuple[int, str], DeliveryMode]:
    """What these people have chosen, by person and topic; choices no longer offered left out."""
    rows = DeliveryChoice.objects.filter(person__in=people)
    return {
        (person, topic): DeliveryMode(mode)
        for person, topic, mode in rows.values_list("person_id", "topic", "mode")
        if topic in TOPICS and mode in TOPICS[topic].modes
    }


def urgent_cases(mails: Sequence[Undecided]) -> set[int]:
    """Which of the mails' cases are urgent; a kind that no flow knows is none."""
    cases: dict[str, set[int]] = defaultdict(set)
    for mail in mails:
        if mail.case is not None and mail.kind is not None:
            cases[mail.kind].add(mail.case)
    found: set[int] = set()
    for kind, keys in cases.items():
        try:
            found.update(flow_for(kind).urgent(sorted(keys)))
        except UnknownKindError:
            continue
    return found


_TO_THE_OFFICE = (
    *("desk_vacant", "desk_missing", "task_undeliverable", "effect_failed", "rung_failed"),
)
"""What only whoever keeps the organisation may hear."""

# By the case, by its task; of a restricted case a superior hears that it is late, and no title.
_ENTITLED = f"""
WITH RECURSIVE {PRESENCE}
SELECT r.id
  FROM unnest(%(ids)s::uuid[], %(people)s::bigint[], %(cases)s::bigint[], %(tasks)s::uuid[],
              %(late)s::bool[], %(office)s::bool[]) r(id, person, case_id, task, is_late, is_office)
  LEFT JOIN workflows_case c ON c.id = r.case_id
  LEFT JOIN workflows_task t ON t.id = r.task AND t.status = 'open'
  LEFT JOIN workflows_steprun k ON k.id = t.step_id
 WHERE CASE WHEN r.is_office THEN EXISTS (
              SELECT FROM ({HOLDS}) h JOIN workflows_desk d ON d.id = h.desk_id
               WHERE h.person_id = r.person AND d.function = 'organisation')
            WHEN r.case_id IS NULL THEN true
            ELSE {sees(person="r.person", case="r.case_id")}
              OR r.person IN ({reached(desk="t.desk_id", step="k.key")})
              OR EXISTS (SELECT FROM ({HOLDS}) h
                          WHERE h.person_id = r.person
                            AND (h.desk_id = t.desk_id
                                 OR r.is_late AND c.access = 'restricted'))
       END
"""  # noqa: S608 - put together from constants


def entitled(rows: Sequence[Notification], *, on: date) -> set[UUID]:
    """Those rows that their recipients may still hear on that day; one statement for all.

    Rights are asked again when something leaves the house: who has left a desk since it was
    written down hears of its matters no more, nor whoever stood in for its holder.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTITLED,
            {
                "today": on,
                "ids": [row.pk for row in rows],
                "people": [row.recipient_id for row in rows],
                "cases": [row.case_id for row in rows],
                "tasks": [row.task_id for row in rows],
                "late": [row.deadline_id is not None for row in rows],
                "office": [row.template in _TO_THE_OFFICE for row in rows],
            },
        )
        return {key for (key,) in cursor.fetchall()}


def next_mail(*, at: datetime, is_quiet: bool, passed: set[int]) -> list[Notification]:
    """The rows of the next due mail, locked; all are of one recipient. Empty: none is left.

    `passed` takes in the recipients for whom another process is at work. In quiet hours only
    what may always go is found.
    """
    alone = alone_templates()
    found: list[Notification] = []
    while not found:
        with connection.cursor() as cursor:
            cursor.execute(
                _NEXT,
                {"at": at, "is_quiet": is_quiet, "alone": alone, "passed": sorted(passed)},
            )
            row = cursor.fetchone()
            if row is None:
                return []
            person, template, key = row
            cursor.execute(_TAKE, {"family": _FAMILY, "person": person % 2**31})
            (is_ours,) = cursor.fetchone()
        if is_ours:
            together = Q(pk=key) if template in alone else ~Q(template__in=alone)
            due = due_notifications(Channel.MAIL, at=at).filter(recipient=person)
            found = list(due.filter(together, digest_on__isnull=False))
        if not found:
            passed.add(person)
    return found
