"""The dispatcher: delivers what stands in the outbox, each row with exactly one effect."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from ...enums import Channel
from ...models import Notification
from ...queries.telling.outbox import due_notifications, facts_of, is_obsolete
from .mailing import deliver_mails
from .messages import notice_text
from .results import PAUSES, Results, Tally, in_words, postpone

__all__ = [
    "PAUSES", "Tally", "deliver_mails", "deliver_notices", "dispatch", "drop_mails", "retry_now",
]  # fmt: skip

logger = logging.getLogger(__name__)

BATCH = 500


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
    results = Results(at, dropped=[row.pk for row in rows if is_obsolete(row)])
    # Most people read one language: it is set once and not for each row.
    with translation.override(wanted[0].recipient.language if wanted else None):
        for row, facts in zip(wanted, facts_of(wanted), strict=True):
            try:
                text = notice_text(row, facts)
            except Exception as error:  # noqa: BLE001 - a bad template is kept on its row
                results.failed.append((row, in_words(error)))
            else:
                results.sent.append(row.pk)
                results.texts.append(text)
    return results.write()


def _deliver_one_notice(due: QuerySet[Notification], key: UUID, at: datetime) -> Tally:
    try:
        return _deliver_notices(due.filter(pk=key), [], at)
    except Exception as error:  # noqa: BLE001 - one bad row stops nobody
        return postpone([key], error, at)


def drop_mails(*, at: datetime) -> int:
    """Drop all mails that are due at `at` unsent, e.g. of a simulated past; returns how many."""
    due = Notification.objects.filter(
        channel=Channel.MAIL, sent_at=None, dropped_at=None, send_at__lte=at
    )
    return due.update(dropped_at=at)


def retry_now(*, row: UUID, at: datetime) -> bool:
    """Let a waiting row be tried again at once; false if it is delivered or dropped already."""
    waiting = Notification.objects.filter(pk=row, sent_at=None, dropped_at=None)
    return bool(waiting.update(send_at=at))
