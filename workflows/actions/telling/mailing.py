"""Sending mails: one for all that is due for a person, once; failures wait and stop nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from ...calendars import is_office_time, local_date
from ...machine import UnknownKindError
from ...models import Notification
from ...queries.people.routes import working_calendar
from ...queries.telling.mails import entitled, next_mail
from ...queries.telling.outbox import Facts, facts_of, is_obsolete
from . import breaker
from .collected_mail import Item, collected, item_of
from .messages import mail
from .planning import plan_mails
from .results import Results, Tally, in_words, postpone

logger = logging.getLogger(__name__)


def deliver_mails(
    *, at: datetime, limit: int = 20, connection: BaseEmailBackend | None = None
) -> Tally:
    """Send what is due of up to `limit` rows over one connection; a total of 0: nothing is left.

    First it is decided when each mail goes. Then each person gets one mail for all that is due
    for them, in a transaction of its own, sent while its rows are locked: a process that is
    killed sends one mail twice at most, under the same Message-ID. A mail that fails waits with
    its error, longer each time. If the server cannot be reached, all wait for the next call; after
    some calls without an answer it is left alone for a while.
    """
    plan_mails(at=at)
    if breaker.opens_at(at=at):
        return Tally(is_out=True)
    post, total, passed = connection or get_connection(), Tally(), set[int]()
    is_quiet = not is_office_time(at, working_calendar())
    try:
        while total.total < limit and not total.is_out:
            done = _deliver_next(post, at, is_quiet=is_quiet, passed=passed)
            total.add(done)
            if done.is_out or done.is_silent:
                total.is_out = breaker.note_silence(at=at) or total.is_out
            elif done.sent:
                breaker.note_answer()
            if done.total == 0:
                break
    finally:
        post.close()
    return total


def _deliver_next(
    post: BaseEmailBackend, at: datetime, *, is_quiet: bool, passed: set[int]
) -> Tally:
    keys: list[UUID] = []
    try:
        with transaction.atomic():
            rows = _of_one_mail(next_mail(at=at, is_quiet=is_quiet, passed=passed))
            if not rows:
                return Tally()
            keys += [row.pk for row in rows]
            return _deliver(rows, post, at)
    except Exception as error:
        if not keys:
            raise
        return postpone(keys, error, at)


def _deliver(rows: Sequence[Notification], post: BaseEmailBackend, at: datetime) -> Tally:
    """Send one mail for the locked rows of one recipient."""
    results, gone = Results(at), _gone(rows, at)
    items = _items([row for row in rows if row.pk not in gone], results)
    if not items:
        results.dropped += gone
        return results.write()
    if not _is_open(post, [item.row for item in items]):
        return Tally(is_out=True)
    broken = {row.pk for row, _error in results.failed}
    # What was due first names the mail: a second try finds the same, whatever came or went.
    named = min((row for row in rows if row.pk not in broken), key=_turn)
    try:
        _message(items, named, post, at).send()
    except Exception as error:  # noqa: BLE001 - kept on the rows
        # What the server makes of a broken conversation is unknown: the next mail starts anew.
        post.close()
        results.failed += _together(items, in_words(error))
        is_silent = breaker.is_silence(error)
    else:
        results.sent += [item.row.pk for item in items]
        results.dropped += gone
        is_silent = False
    return replace(results.write(), is_silent=is_silent)


def _message(
    items: Sequence[Item], named: Notification, post: BaseEmailBackend, at: datetime
) -> EmailMessage:
    """The mail of one matter as it always looks, that of several as a list."""
    if len(items) > 1:
        return collected(items, named=named, at=at, connection=post)
    return mail(items[0].row, items[0].facts, at=at, connection=post, named=named)


def _items(rows: Sequence[Notification], results: Results) -> list[Item]:
    """The rows in words; one that cannot be worded fails alone."""
    items: list[Item] = []
    for row, facts in _with_facts(rows, results):
        try:
            items.append(item_of(row, facts))
        except Exception as error:  # noqa: BLE001 - a bad template is kept on its row
            results.failed.append((row, in_words(error)))
    return items


def _with_facts(
    rows: Sequence[Notification], results: Results
) -> Iterator[tuple[Notification, Facts]]:
    """The facts of all rows at once; one by one where a case of an unknown kind is among them."""
    try:
        yield from zip(rows, facts_of(rows), strict=True)
    except UnknownKindError:
        for row in rows:
            try:
                (facts,) = facts_of([row])
            except UnknownKindError as error:
                results.failed.append((row, in_words(error)))
            else:
                yield row, facts


def _of_one_mail(rows: Sequence[Notification]) -> Sequence[Notification]:
    """What was tried together is tried again together, and nothing joins it.

    Else the mail would have another name the second time, or another content under its name.
    """
    tried = [row for row in rows if row.attempts]
    if not tried:
        return rows
    first = min(tried, key=_turn)
    return [row for row in tried if (row.attempts, row.send_at) == (first.attempts, first.send_at)]


def _turn(row: Notification) -> tuple[datetime, datetime, UUID]:
    """What was due first, and of things due at once, what was told first."""
    return row.send_at, row.created_at, row.pk


def _age(row: Notification) -> tuple[datetime, datetime, UUID]:
    """What was told first, and of things told at once, what was decided first."""
    return row.created_at, row.send_at, row.pk


def _gone(rows: Sequence[Notification], at: datetime) -> set[UUID]:
    """Rows whose reason or whose recipient's right is gone, or a later level of whose deadline
    speaks in the same mail.
    """
    may_hear = entitled(rows, on=local_date(at))
    wanted = [row for row in rows if row.pk in may_hear and not is_obsolete(row)]
    last = {row.deadline_id: row for row in sorted(wanted, key=_age)}
    kept = {row.pk for row in wanted if not row.deadline_id or last[row.deadline_id] is row}
    return {row.pk for row in rows} - kept


def _is_open(post: BaseEmailBackend, rows: Sequence[Notification]) -> bool:
    """Open the way to the server; where there is none, keep on the rows why."""
    try:
        post.open()
    except OSError as error:  # SMTPException is one
        logger.warning("the mail server cannot be reached (%s)", type(error).__name__)
        keys = [row.pk for row in rows]
        Notification.objects.filter(pk__in=keys).update(error=in_words(error))
        return False
    return True


def _together(items: Sequence[Item], error: str) -> list[tuple[Notification, str]]:
    """The rows of one failed mail; all wait as long as the row that was tried most often."""
    attempts = max(item.row.attempts for item in items)
    for item in items:
        item.row.attempts = attempts
    return [(item.row, error) for item in items]
