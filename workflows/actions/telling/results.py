"""What became of rows of the outbox, written in few statements."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ...models import Notification
from ...untyped import SqlParams

logger = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 1440))
"""How long a row waits after its first, second, … failure; the last holds for all further ones."""

LONGEST_ERROR = 500


@dataclass(slots=True)
class Tally:
    """What became of how many rows."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    # The mail server could not be reached at all: no row is to blame, all of them wait.
    is_out: bool = False
    # The conversation about this mail had no end: the server is away, or hangs.
    is_silent: bool = field(default=False, compare=False)

    @property
    def total(self) -> int:
        """All rows that were dealt with."""
        return self.sent + self.dropped + self.failed

    def add(self, other: Tally) -> None:
        """Count the other tally in."""
        self.sent += other.sent
        self.dropped += other.dropped
        self.failed += other.failed
        self.is_out = self.is_out or other.is_out
        self.is_silent = self.is_silent or other.is_silent


@dataclass(slots=True)
class Results:
    """What to write of rows that are locked; with `texts` those sent become notices."""

    at: datetime
    sent: list[UUID] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dropped: list[UUID] = field(default_factory=list)
    failed: list[tuple[Notification, str]] = field(default_factory=list)

    def write(self) -> Tally:
        """At most three statements, whatever the number of rows."""
        with connection.cursor() as cursor:
            if self.sent:
                names: dict[str, Any] = {"ids": self.sent, "texts": self.texts, "at": self.at}
                cursor.execute(_SENT_AS_NOTICES if self.texts else _SENT_AS_MAILS, names)
            if self.dropped:
                cursor.execute(_DROPPED, {"ids": self.dropped, "at": self.at})
            if self.failed:
                cursor.execute(_FAILED, _failures(self.failed, self.at))
        return Tally(len(self.sent), len(self.dropped), len(self.failed))


def postpone(keys: Sequence[UUID], error: Exception, at: datetime) -> Tally:
    """Keep the error on rows whose transaction has failed, if nobody has delivered them since."""
    logger.warning("%s notifications failed (%s)", len(keys), type(error).__name__)
    with transaction.atomic():
        due = Notification.objects.filter(
            pk__in=keys, sent_at=None, dropped_at=None, send_at__lte=at
        )
        failed = [(row, in_words(error)) for row in due.order_by("pk").select_for_update()]
        return Results(at, failed=failed).write()


def in_words(error: Exception) -> str:
    """The error as a person who keeps the system reads it: its kind and message, no values."""
    words = " ".join(f"{type(error).__name__}: {error}".split()).replace("\x00", "")
    return words[:LONGEST_ERROR]


def pause_after(attempts: int) -> timedelta:
    """How long to wait after one more failure than `attempts`."""
    return PAUSES[min(attempts, len(PAUSES) - 1)]


def _failures(failed: Sequence[tuple[Notification, str]], at: datetime) -> SqlParams:
    return {
        "ids": [row.pk for row, _ in failed],
        "errors": [error for _, error in failed],
        "moments": [at + pause_after(row.attempts) for row, _ in failed],
    }


_SENT_AS_NOTICES = """
WITH sent AS (
  UPDATE workflows_notification n
     SET sent_at = %(at)s, attempts = n.attempts + 1, error = ''
    FROM unnest(%(ids)s::uuid[], %(texts)s::text[]) done(id, text)
   WHERE n.id = done.id
  RETURNING n.id, n.recipient_id, n.case_id, n.task_id, done.text
)
INSERT INTO workflows_notice (notification_id, recipient_id, case_id, task_id, text, created_at)
SELECT id, recipient_id, case_id, task_id, text, %(at)s FROM sent
ON CONFLICT (notification_id) DO NOTHING
"""

_SENT_AS_MAILS = """
UPDATE workflows_notification SET sent_at = %(at)s, attempts = attempts + 1, error = ''
 WHERE id = ANY(%(ids)s::uuid[])
"""

_DROPPED = "UPDATE workflows_notification SET dropped_at = %(at)s WHERE id = ANY(%(ids)s::uuid[])"

_FAILED = """
UPDATE workflows_notification n
   SET attempts = n.attempts + 1, error = f.error, send_at = f.send_at
  FROM unnest(%(ids)s::uuid[], %(errors)s::text[], %(moments)s::timestamptz[]) f(id, error, send_at)
 WHERE n.id = f.id
"""
