"""Set-based statements that tell people of an act: one each, whatever the number of desks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from ...models import Case
from ...models.validity import in_force
from ...queries.acting.posts import Address
from ..wire.batch import Batch

_ADMIT = """
INSERT INTO workflows_caseaudience (case_id, desk_id, reason)
SELECT %(case)s, a.desk, a.reason
  FROM unnest(%(desks)s::bigint[], %(reasons)s::text[]) a(desk, reason)
ON CONFLICT (case_id, desk_id) DO NOTHING
"""

# One row per person and channel. Who does not hold the desk is told in whose place they act: the
# desk's, as mails name no colleague.
_ANNOUNCE = """
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, task_id, event_seq, data, created_at, send_at,
   attempts, error)
SELECT 'task:' || r.task || ':' || r.person || ':' || c.channel, r.person, c.channel, 'task_opened',
       %(case)s, r.task, %(seq)s,
       CASE WHEN r.desk IS NULL THEN '{}' ELSE jsonb_build_object('desk', r.desk) END,
       %(at)s, %(at)s, 0, ''
  FROM unnest(%(tasks)s::uuid[], %(people)s::bigint[], %(desks)s::bigint[]) r(task, person, desk)
 CROSS JOIN (VALUES ('in_app'), ('mail')) c(channel)
ON CONFLICT (key) DO NOTHING
"""

_TELL = """
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, task_id, deadline_id, event_seq, data,
   created_at, send_at, attempts, error)
SELECT t.template || ':' || %(case)s || ':' || t.seq || ':' || t.person || ':' || c.channel,
       t.person, c.channel, t.template, %(case)s, t.task, t.deadline, t.seq,
       t.data::jsonb, %(at)s, %(at)s, 0, ''
  FROM unnest(%(templates)s::text[], %(people)s::bigint[], %(seqs)s::bigint[], %(data)s::text[],
              %(tasks)s::uuid[], %(deadlines)s::uuid[])
         t(template, person, seq, data, task, deadline)
 CROSS JOIN (VALUES ('in_app'), ('mail')) c(channel)
ON CONFLICT (key) DO NOTHING
"""

_TELL_THE_OFFICE = f"""
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, task_id, event_seq, data, created_at, send_at,
   attempts, error)
SELECT %(key)s || ':' || d || ':' || %(day)s::date || ':' || h.person_id || ':in_app',
       h.person_id, 'in_app', %(template)s, NULL, NULL, NULL,
       jsonb_build_object(%(what)s::text, d), %(at)s, %(at)s, 0, ''
  FROM unnest(%(ids)s::bigint[]) d
 CROSS JOIN workflows_deskholder h
  JOIN workflows_desk o ON o.id = h.desk_id AND o.function = 'organisation'
 WHERE {in_force("h", on="day")}
ON CONFLICT (key) DO NOTHING
"""  # noqa: S608 - put together from constants

# Something is due, and nobody has asked a worker for it yet.
DELIVERY_IS_NEEDED = """
SELECT NOT EXISTS (SELECT 1 FROM django_q_ormq WHERE lock <= now())
   AND EXISTS (SELECT 1 FROM workflows_notification
                WHERE sent_at IS NULL AND dropped_at IS NULL AND send_at <= now())
"""


def admit(batch: Batch, case: Case, desks: Mapping[int, str]) -> None:
    """Let desks see the case, each for the reason given; those who see it keep their reason."""
    batch.last(_ADMIT, {"case": case.pk, "desks": list(desks), "reasons": list(desks.values())})


def announce_tasks(
    batch: Batch, case: Case, told: Sequence[tuple[UUID, int, int | None]], *, at: datetime
) -> None:
    """A notice and a mail about a new task to each person told of it; with the desk at which they
    stand in.
    """
    batch.tells = True
    if not told:
        return
    tasks, people, desks = (list(column) for column in zip(*told, strict=True))
    batch.last(
        _ANNOUNCE,
        {
            "case": case.pk,
            "seq": case.seq,
            "tasks": tasks,
            "people": people,
            "desks": desks,
            "at": at,
        },
    )


def tell_people(
    batch: Batch,
    case: Case,
    template: str,
    people: Iterable[int | None],
    *,
    at: datetime,
    data: Mapping[str, object] | None = None,
    task: UUID | None = None,
    deadline: UUID | None = None,
) -> None:
    """A notice and a mail to each person about the act under way."""
    recipients = sorted({person for person in people if person is not None})
    if not recipients:
        return
    batch.tells = True
    each = {
        "templates": template,
        "seqs": case.seq + 1,
        "data": json.dumps(dict(data or {})),
        "tasks": task,
        "deadlines": deadline,
    }
    columns = {name: [value] * len(recipients) for name, value in each.items()}
    batch.last_together(_TELL, {"case": case.pk, "at": at}, {"people": recipients, **columns})


def tell_vacancies(batch: Batch, found: Sequence[Address], *, at: datetime, today: date) -> None:
    """Tell the organisation office, once a day per desk, that work had to climb."""
    desks = {address.addressed_to for address in found if address.is_vacant}
    tell_vacant_desks(batch, sorted(desks), at=at, today=today)


def tell_vacant_desks(batch: Batch, desks: Sequence[int], *, at: datetime, today: date) -> None:
    """Tell the organisation office, once a day per desk, of desks that nobody holds."""
    said = {"key": "vacant", "template": "desk_vacant", "what": "desk"}
    if desks:
        batch.last(_TELL_THE_OFFICE, {**said, "ids": list(desks), "day": today, "at": at})


def tell_missing_desk(batch: Batch, unit: int, *, at: datetime, today: date) -> None:
    """Tell the organisation office, once a day per unit, that nobody leads or signs for it."""
    said = {"key": "missing", "template": "desk_missing", "what": "unit"}
    batch.last(_TELL_THE_OFFICE, {**said, "ids": [unit], "day": today, "at": at})
