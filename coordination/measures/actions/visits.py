"""How far somebody has read a case."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from workflows.models import Case, User

ONE_VISIT = timedelta(minutes=30)
"""Coming back within this time is the same visit: what was new stays marked as new."""

_NOTE = """
INSERT INTO coordination_visit (person_id, case_id, seen, seen_before, began_at)
VALUES (%(person)s, %(case)s, %(seq)s, 0, %(at)s)
ON CONFLICT (person_id, case_id) DO UPDATE SET
  seen_before = CASE WHEN coordination_visit.began_at < %(earlier)s
                     THEN coordination_visit.seen ELSE coordination_visit.seen_before END,
  began_at = CASE WHEN coordination_visit.began_at < %(earlier)s
                  THEN %(at)s ELSE coordination_visit.began_at END,
  seen = EXCLUDED.seen
RETURNING seen_before
"""


def note_visit(case: Case, *, by: User, at: datetime) -> int:
    """Keep that a person has read a case up to its present end; one statement.

    Returns the number of the last event that the person knew before this visit, 0 at the first.
    It is a bookmark of the reader and no act: nothing of the case changes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "person": by.pk,
                "case": case.pk,
                "seq": case.seq,
                "at": at,
                "earlier": at - ONE_VISIT,
            },
        )
        row = cursor.fetchone()
    return int(row[0])
