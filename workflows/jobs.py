"""Background work: what is done every minute, and the one way to ask for it. The clock's edge.

Everything else hangs on no queue: another one would be put in here, in this file.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from uuid import NAMESPACE_DNS, uuid5

from django.db import connection
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from .actions.inbox.resubmissions import tell_due
from .actions.inbox.watches import tell_watchers
from .actions.people import return_left_work
from .actions.proof.sealing import seal_daily
from .actions.telling.delivery import Tally, deliver_mails, deliver_notices
from .actions.telling.hooks import fill_calls, send_calls
from .actions.time.clock import take_effects
from .actions.time.heartbeats import beat
from .actions.time.ladder import climb
from .models import Heartbeat
from .signals import ticked

logger = logging.getLogger(__name__)

TICK = "tick"

PATIENCE = 50.0
"""Seconds after which one run leaves the rest to the next, so that no job is ever cut off."""


class TickError(Exception):
    """Parts of a tick failed; names them, the log says why."""


def tick() -> str:
    """Effects of deadlines, left work, the ladder, resubmissions and watched cases, delivery, the
    seal of the day; in words.

    Several ticks at once, on any number of hosts, share the work. A part that fails stops no
    other one; TickError names it afterwards.
    """
    done, failed = [], []
    parts = (
        *(("effects", _effects), ("left work", _left), ("ladder", _ladder)),
        *(("resubmissions", _resubmissions), ("watches", _watches)),
        *(("delivery", deliver), ("seal", _seal)),
        *(("webhooks", _webhooks), ("others", _others)),
        ("sign of life", _live),
    )
    for name, part in parts:
        try:
            done.append(part())
        except Exception:
            logger.exception("the tick's %s failed", name)
            failed.append(name)
    if failed:
        raise TickError(", ".join(failed))
    return "; ".join(filter(None, done))


def deliver() -> str:
    """Deliver what is due, notices and mails in turn, until nothing is left or time is up."""
    total, end = Tally(), time.monotonic() + PATIENCE
    steps: tuple[Callable[..., Tally], ...] = (deliver_notices, deliver_mails)
    is_left = True
    while is_left and time.monotonic() < end:
        results = [step(at=timezone.now()) for step in steps]
        is_left = any(result.total for result in results)
        for result in results:
            total.add(result)
    return f"{total.sent} delivered, {total.dropped} dropped, {total.failed} failed"


def _effects() -> str:
    effects = take_effects(at=timezone.now())
    return f"{effects.done} effects, {effects.failed} failed"


def _ladder() -> str:
    climbed = climb(at=timezone.now())
    return f"{climbed.rungs} rungs, {climbed.messages} messages"


def _webhooks() -> str:
    fill_calls(at=timezone.now())
    calls = send_calls(at=timezone.now())
    return f"{calls.sent} calls, {calls.failed} failed" if calls.total else ""


def _resubmissions() -> str:
    told = tell_due(at=timezone.now())
    return f"{told} messages of resubmissions" if told else ""


def _watches() -> str:
    told = tell_watchers(at=timezone.now())
    return f"{told} messages to watchers" if told else ""


def _left() -> str:
    moved = return_left_work(at=timezone.now())
    return f"left work of {moved} cases moved" if moved else ""


def _seal() -> str:
    seal = seal_daily(at=timezone.now())
    return f"seal {seal.number}" if seal else "no seal"


def _live() -> str:
    host, at = socket.gethostname(), timezone.now()
    key = uuid5(NAMESPACE_DNS, f"tick.{host}")
    beat(key=key, role=Heartbeat.Role.TICK, host=host, pid=os.getpid(), at=at)
    return ""


def _others() -> str:
    answers = ticked.send_robust(sender=Heartbeat, at=timezone.now())
    failed = [answer for _receiver, answer in answers if isinstance(answer, Exception)]
    if failed:
        raise ExceptionGroup("observers of the tick", failed)
    return "; ".join(str(answer) for _receiver, answer in answers if answer)


def wake() -> bool:
    """Ask a worker to deliver now; false if there is nothing to deliver or somebody asked already.

    Nothing depends on it: what nobody asks for is done by the next tick.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IS_NEEDED, {"now": timezone.now()})
        (is_needed,) = cursor.fetchone()
    if is_needed:
        async_task("workflows.jobs.deliver", save=False)  # type: ignore[no-untyped-call]
    return bool(is_needed)


# Asked after every act that tells somebody something: plain SQL, prepared once.
_IS_NEEDED = """
SELECT NOT EXISTS (SELECT 1 FROM django_q_ormq WHERE lock <= %(now)s)
   AND EXISTS (SELECT 1 FROM workflows_notification
                WHERE sent_at IS NULL AND dropped_at IS NULL AND send_at <= %(now)s)
"""


def wake_after_act(*, tells: bool = True, **_signal: object) -> None:
    """Observer of `case_moved`: the people concerned hear of an act within seconds."""
    if tells:
        wake()


def ensure_schedule() -> None:
    """The only schedule there is: a tick every minute, from code. Any other is removed.

    django-q stops all its schedules at one with malformed arguments, so nobody makes any by hand.
    """
    Schedule.objects.exclude(pk=1).delete()
    wanted = {
        "name": TICK,
        "func": "workflows.jobs.tick",
        "schedule_type": Schedule.MINUTES,
        "minutes": 1,
        "repeats": -1,
        "args": None,
        "kwargs": None,
        "hook": None,
        "cluster": None,
        "intended_date_kwarg": None,
    }
    Schedule.objects.update_or_create(pk=1, defaults=wanted)
