"""The dispatcher: delivers what stands in the outbox, each row with exactly one effect."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import QuerySet

from ..enums import Channel
from ..models import Notification
from ..queries.outbox import Facts, due_notifications, facts_of, is_obsolete
from .messages import mail, notice_text

logger = logging.getLogger(__name__)

BATCH = 200

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


@dataclass(slots=True)
class _Results:
    """What to write of rows that are locked."""

    at: datetime
    sent: list[UUID] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dropped: list[UUID] = field(default_factory=list)
    failed: list[tuple[Notification, str]] = field(default_factory=list)

    def write(self) -> Tally:
        """At most three statements, whatever the number of rows."""
        with connection.cursor() as cursor:
            if self.sent:
                names: dict[str, Any] = {
                    "ids": self.sent,
                    "texts": self.texts or [""] * len(self.sent),
                }
                statement = _SENT_AS_NOTICES if self.texts else _SENT_AS_MAILS
                cursor.execute(statement, {**names, "at": self.at})
            if self.dropped:
                cursor.execute(_DROPPED, {"ids": self.dropped, "at": self.at})
            if self.failed:
                cursor.execute(_FAILED, _failures(self.failed, self.at))
        return Tally(len(self.sent), len(self.dropped), len(self.failed))


def dispatch(*, at: datetime) -> Tally:
    """Deliver everything that is due at `at`, notices first. See the two functions below."""
    total = Tally()
    for deliver in (deliver_notices, deliver_mails):
        while True:
            done = deliver(at=at)
            total.add(done)
            if done.total == 0:
                break
    return total


def deliver_notices(*, at: datetime, limit: int = BATCH) -> Tally:
    """Deliver up to `limit` due in-app notices; a total of 0 says that nothing is left.

    One transaction for all of them, row by row only if that fails: then the bad row waits with
    its error, longer each time, and the others go on. Several dispatchers share the work.
    """
    due = due_notifications(Channel.IN_APP, at=at)
    ids: list[UUID] = []
    try:
        return _deliver_notices(due[:limit], ids, at)
    except Exception as error:  # a broken flow or row, or the database
        if not ids:
            raise
        logger.warning("a batch of notices failed (%s), now row by row", type(error).__name__)
    total = Tally()
    for key in ids:
        total.add(_deliver_one_notice(due, key, at))
    return total


@transaction.atomic
def _deliver_notices(due: QuerySet[Notification], ids: list[UUID], at: datetime) -> Tally:
    rows = list(due)
    ids += [row.pk for row in rows]
    wanted = [row for row in rows if not is_obsolete(row)]
    results = _Results(at, dropped=[row.pk for row in rows if is_obsolete(row)])
    for row, facts in zip(wanted, facts_of(wanted), strict=True):
        try:
            text = notice_text(row, facts)
        except Exception as error:  # noqa: BLE001 - a bad template is kept on its row
            results.failed.append((row, _in_words(error)))
        else:
            results.sent.append(row.pk)
            results.texts.append(text)
    return results.write()


def _deliver_one_notice(due: QuerySet[Notification], key: UUID, at: datetime) -> Tally:
    try:
        return _deliver_notices(due.filter(pk=key), [], at)
    except Exception as error:  # noqa: BLE001 - one bad row stops nobody
        return _postpone(key, error, at)


def deliver_mails(
    *, at: datetime, limit: int = 20, connection: BaseEmailBackend | None = None
) -> Tally:
    """Send up to `limit` due mails over one connection; a total of 0 says that nothing is left.

    Each in a transaction of its own, sent while its row is locked: a process that is killed
    sends one mail twice at most, under the same Message-ID. A mail that fails waits with its
    error, longer each time. If the server cannot be reached, all wait for the next call.
    """
    total, post = Tally(), connection or get_connection()
    try:
        while total.total < limit and not total.is_out:
            done = _deliver_one_mail(post, at)
            total.add(done)
            if done.total == 0:
                break
    finally:
        post.close()
    return total


def _deliver_one_mail(post: BaseEmailBackend, at: datetime) -> Tally:
    key: UUID | None = None
    try:
        with transaction.atomic():
            row = due_notifications(Channel.MAIL, at=at).first()
            if row is None:
                return Tally()
            key = row.pk
            if is_obsolete(row):
                return _Results(at, dropped=[row.pk]).write()
            (facts,) = facts_of([row])
            if not _is_open(post, row):
                return Tally(is_out=True)
            return _send(row, facts, post, at).write()
    except Exception as error:
        if key is None:
            raise
        return _postpone(key, error, at)


def _is_open(post: BaseEmailBackend, row: Notification) -> bool:
    """Open the way to the server; where there is none, keep on the row why."""
    try:
        post.open()
    except OSError as error:  # SMTPException is one
        logger.warning("the mail server cannot be reached (%s)", type(error).__name__)
        Notification.objects.filter(pk=row.pk).update(error=_in_words(error))
        return False
    return True


def _send(row: Notification, facts: Facts, post: BaseEmailBackend, at: datetime) -> _Results:
    try:
        mail(row, facts, at=at, connection=post).send()
    except Exception as error:  # noqa: BLE001 - kept on the row
        # What the server makes of a broken conversation is unknown: the next mail starts anew.
        post.close()
        return _Results(at, failed=[(row, _in_words(error))])
    return _Results(at, sent=[row.pk])


def drop_mails(*, at: datetime) -> int:
    """Drop all mails that are due at `at` unsent, e.g. of a simulated past; returns how many."""
    due = Notification.objects.filter(
        channel=Channel.MAIL, sent_at=None, dropped_at=None, send_at__lte=at
    )
    return due.update(dropped_at=at)


def _postpone(key: UUID, error: Exception, at: datetime) -> Tally:
    """Keep the error on a row whose transaction has failed, if nobody has delivered it since."""
    logger.warning("notification %s failed (%s)", key, type(error).__name__)
    with transaction.atomic():
        row = Notification.objects.select_for_update().get(pk=key)
        if row.sent_at or row.dropped_at or row.send_at > at:
            return Tally()
        return _Results(at, failed=[(row, _in_words(error))]).write()


def _failures(failed: Sequence[tuple[Notification, str]], at: datetime) -> dict[str, Any]:
    pauses = [PAUSES[min(row.attempts, len(PAUSES) - 1)] for row, _ in failed]
    return {
        "ids": [row.pk for row, _ in failed],
        "errors": [error for _, error in failed],
        "moments": [at + pause for pause in pauses],
    }


def _in_words(error: Exception) -> str:
    """The error as a person who keeps the system reads it: its kind and message, no values."""
    words = " ".join(f"{type(error).__name__}: {error}".split()).replace("\x00", "")
    return words[:LONGEST_ERROR]


def retry_now(*, row: UUID, at: datetime) -> bool:
    """Let a waiting row be tried again at once; false if it is delivered or dropped already."""
    waiting = Notification.objects.filter(pk=row, sent_at=None, dropped_at=None)
    return bool(waiting.update(send_at=at))


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
