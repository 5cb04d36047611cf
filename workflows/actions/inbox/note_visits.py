"""When somebody last read the notes of a case."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from ...models import Case, User
from ...untyped import SqlParams

ONE_VISIT = timedelta(minutes=30)
"""Coming back within this time is the same visit: what was new stays marked as new."""

_NOTE = """
INSERT INTO workflows_notevisit (person_id, case_id, seen_at, seen_before, began_at)
VALUES (%(person)s, %(case)s, %(at)s, NULL, %(at)s)
ON CONFLICT (case_id, person_id) DO UPDATE SET
  seen_before = CASE WHEN workflows_notevisit.began_at < %(earlier)s
                     THEN workflows_notevisit.seen_at ELSE workflows_notevisit.seen_before END,
  began_at = CASE WHEN workflows_notevisit.began_at < %(earlier)s
                  THEN %(at)s ELSE workflows_notevisit.began_at END,
  seen_at = EXCLUDED.seen_at
RETURNING seen_before
"""


def visit_notes(case: Case, *, by: User, at: datetime) -> datetime | None:
    """Keep that a person has read the notes of a case; one statement.

    Returns until when they had read them before this visit, None at the first. It is a bookmark
    of the reader and no act: nothing of the case changes.
    """
    values: SqlParams = {"person": by.pk, "case": case.pk, "at": at, "earlier": at - ONE_VISIT}
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)
        row: tuple[datetime | None] = cursor.fetchone()
    return row[0]
