"""What a person's calendar shows: the deadlines of their own work."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise

from ...enums import Access
from ...machine import UnknownKindError, flow_for
from ...models import FeedToken, User
from ...models.presence import ACTS_AS

MOST = 1000
"""More deadlines than that no calendar shows sensibly."""


@dataclass(frozen=True, slots=True)
class OwnDeadline:
    """A running deadline of a person's own work, in words that may leave the house."""

    id: UUID
    due_on: date
    kind: str
    case: int
    task: UUID
    number: str
    to_do: str | Promise
    title: str


# What the person has in hand, and what lies free, at the desks as which they may act: their own and
# those of whom they represent, as the page of deadlines shows it.
_OWN = f"""
SELECT DISTINCT ON (d.due_on, d.id) d.id, d.due_on, c.kind, c.id, t.id, s.key, c.title, c.access
  FROM workflows_task t
  JOIN workflows_deadline d ON d.step_id = t.step_id AND d.status = 'running'
  JOIN workflows_case c ON c.id = t.case_id
  JOIN workflows_steprun s ON s.id = t.step_id
 WHERE t.status = 'open'
   AND (t.claimed_by_id = %(person)s OR t.claimed_by_id IS NULL)
   AND EXISTS (
         SELECT FROM ({ACTS_AS}) r
          WHERE r.desk_id = t.desk_id AND (r.kinds = '{{}}' OR s.key = ANY(r.kinds))
            AND s.key <> ALL(r.besides))
 ORDER BY d.due_on, d.id, t.id
 LIMIT %(most)s
"""  # noqa: S608 - put together from constants


def digest_of(token: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).digest()


def live_feed(token: str) -> FeedToken | None:
    """The feed that this secret opens, with its person; None if it is wrong or ended."""
    return (
        FeedToken.objects.select_related("person")
        .filter(digest=digest_of(token), revoked_at=None, person__deactivated_at=None)
        .first()
    )


def feed_of(person: int) -> FeedToken | None:
    """The live feed of a person."""
    return FeedToken.objects.filter(person=person, revoked_at=None).first()


def own_deadlines(person: User, *, on: date) -> Sequence[OwnDeadline]:
    """The running deadlines of a person's work on a day, the next one first.

    Restricted cases without their title; cases of a kind that no flow knows are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"person": person.pk, "today": on, "most": MOST})
        rows = cursor.fetchall()
    numbers = _numbers([(kind, case) for _id, _due, kind, case, *_rest in rows])
    found = []
    for key, due_on, kind, case, task, step_key, title, access in rows:
        try:
            step = flow_for(kind).step(step_key)
        except UnknownKindError:
            continue
        number = numbers.get(case, "")
        shown = title.removeprefix(number).strip() if access == Access.NORMAL else ""
        to_do = step.title if step else ""
        found.append(OwnDeadline(key, due_on, kind, case, task, number, to_do, shown))
    return found


def _numbers(cases: Sequence[tuple[str, int]]) -> dict[int, str]:
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, case in cases:
        by_kind[kind].add(case)
    found: dict[int, str] = {}
    for kind, keys in by_kind.items():
        try:
            found.update(flow_for(kind).references(sorted(keys)))
        except UnknownKindError:
            continue
    return found
