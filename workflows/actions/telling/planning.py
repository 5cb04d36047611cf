"""Deciding when a mail goes: now, with the morning's mail of its recipient, or not at all.

Acts and the ladder only say what happened; the decision falls here, once for each mail, by its
topic and by what the recipient has chosen. `digest_on` is the day on which a mail goes: what is
due for a recipient at the same time becomes one mail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ...calendars import WorkingCalendar, end_of_day, is_office_time, local_date, next_opening
from ...enums import DeliveryMode
from ...queries.people.routes import working_calendar
from ...queries.telling.mails import Undecided, chosen_modes, undecided_mails, urgent_cases
from ...topics import alone_templates, topic_of
from ..wire.retry import retried

BATCH = 2000

GRACE = timedelta(minutes=15)
"""The ladder speaks when the offices open: what comes so soon goes with that morning's mail."""


def plan_mails(*, at: datetime) -> int:
    """Decide about every due mail; returns how many there were.

    Outside office hours everything that may wait is moved to the next opening. Set-based and in
    batches; several processes share the work, and each mail is decided once.
    """
    calendar, total = working_calendar(), 0
    if not is_office_time(at, calendar):
        _hold_back(at, calendar)
    while True:
        done = _plan(at, calendar)
        total += done
        if done < BATCH:
            return total


def moment_of(mode: DeliveryMode, at: datetime, calendar: WorkingCalendar) -> datetime:
    """When a mail of `at` goes: at once or the next morning, never in quiet hours."""
    if mode == DeliveryMode.DIGEST:
        return next_opening(at - GRACE, calendar)
    return at if is_office_time(at, calendar) else next_opening(at, calendar)


@dataclass
class _Plan:
    """What is decided about one batch."""

    at: datetime
    calendar: WorkingCalendar
    ids: list[UUID] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    dropped: list[UUID] = field(default_factory=list)
    _mornings: dict[datetime, datetime] = field(default_factory=dict)

    def add(self, mail: Undecided, chosen: DeliveryMode | None, *, is_urgent: bool) -> None:
        topic = topic_of(mail.template)
        mode = topic.default if chosen is None else chosen
        if topic.alone:
            self._go(mail, self.at)
        elif topic.urgent_at_once and (is_urgent or self._is_close(mail)):
            self._go(mail, moment_of(DeliveryMode.AT_ONCE, self.at, self.calendar))
        elif mode == DeliveryMode.OFF:
            self.dropped.append(mail.id)
        elif mode == DeliveryMode.DIGEST:
            # A morning that has passed meanwhile is made up for now, not on the next one.
            morning = max(self._morning(mail.created_at), self.at)
            self._go(mail, moment_of(DeliveryMode.AT_ONCE, morning, self.calendar))
        else:
            self._go(mail, moment_of(DeliveryMode.AT_ONCE, self.at, self.calendar))

    def _go(self, mail: Undecided, moment: datetime) -> None:
        self.ids.append(mail.id)
        self.moments.append(moment)

    def _is_close(self, mail: Undecided) -> bool:
        """Whether the task is due on the day of the next morning's mail, or before."""
        day = local_date(self._morning(self.at))
        return mail.task_due_at is not None and mail.task_due_at <= end_of_day(day)

    def _morning(self, at: datetime) -> datetime:
        """Asked for many mails of the same moments: remembered for the batch."""
        if at not in self._mornings:
            self._mornings[at] = moment_of(DeliveryMode.DIGEST, at, self.calendar)
        return self._mornings[at]

    def write(self) -> None:
        names: dict[str, Any] = {
            "ids": self.ids,
            "moments": self.moments,
            "days": [local_date(moment) for moment in self.moments],
        }
        with connection.cursor() as cursor:
            if self.ids:
                cursor.execute(_DECIDED, names)
            if self.dropped:
                cursor.execute(_DROPPED, {"ids": self.dropped, "at": self.at})


@retried
def _plan(at: datetime, calendar: WorkingCalendar) -> int:
    with transaction.atomic():
        mails = undecided_mails(at=at, limit=BATCH)
        if not mails:
            return 0
        chosen = chosen_modes({mail.recipient for mail in mails})
        urgent, plan = urgent_cases(mails), _Plan(at, calendar)
        for mail in mails:
            mode = chosen.get((mail.recipient, topic_of(mail.template).key))
            plan.add(mail, mode, is_urgent=mail.case in urgent)
        plan.write()
        return len(mails)


def _hold_back(at: datetime, calendar: WorkingCalendar) -> None:
    """What was due in office hours and could not go then waits for the next ones."""
    opening = next_opening(at, calendar)
    with connection.cursor() as cursor:
        cursor.execute(_HELD_BACK, {"at": at, "opening": opening, "alone": alone_templates()})


_DECIDED = """
UPDATE workflows_notification n SET digest_on = p.day, send_at = p.moment
  FROM unnest(%(ids)s::uuid[], %(moments)s::timestamptz[], %(days)s::date[]) p(id, moment, day)
 WHERE n.id = p.id
"""

_DROPPED = "UPDATE workflows_notification SET dropped_at = %(at)s WHERE id = ANY(%(ids)s::uuid[])"

_HELD_BACK = """
UPDATE workflows_notification SET send_at = %(opening)s
 WHERE id IN (SELECT id FROM workflows_notification
               WHERE channel = 'mail' AND sent_at IS NULL AND dropped_at IS NULL
                 AND send_at <= %(at)s AND digest_on IS NOT NULL AND template <> ALL(%(alone)s)
                 FOR UPDATE SKIP LOCKED)
"""
