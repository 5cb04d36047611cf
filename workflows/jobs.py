"""Background work: what is done every minute, and the one way to ask for it. The clock's edge.

Everything else hangs on no queue: another one would be put in here, in this file.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_DNS, UUID, uuid5

from django.db import connection
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from .actions.inbox.bulk import check, go_on
from .actions.inbox.resubmissions import tell_due
from .actions.inbox.saved import note_look, tell_view_news
from .actions.inbox.watches import tell_watchers
from .actions.people import return_left_work
from .actions.proof.attempts import forget_attempts
from .actions.proof.sealing import seal_daily
from .actions.proof.upgrading import Names, bind_upgrade, is_up_to_date, names_of_rows
from .actions.telling.delivery import Tally, deliver_mails, deliver_notices
from .actions.telling.hooks import fill_calls, send_calls
from .actions.telling.outbox import DELIVERY_IS_NEEDED
from .actions.time.clock import take_effects
from .actions.time.forgetting import forget_in_the_night
from .actions.time.heartbeats import beat, note_failure
from .actions.time.ladder import climb
from .calendars import local_date, opening
from .forms.inbox.lists import savable_lists
from .models import BulkRun, Heartbeat, ViewUse
from .queries.inbox.bulk import runs_to_go_on
from .queries.inbox.saved import uses_to_look_after
from .queries.people.desks import held_by
from .queries.people.routes import working_calendar
from .queries.telling.held import held_since
from .queries.time.health import database_clock
from .queries.time.leaps import has_leapt, this_boot
from .signals import ticked
from .wire.turns import patience, turn

logger = logging.getLogger(__name__)

TICK = "tick"

DELIVER, SEND = "workflows.jobs.deliver", "workflows.jobs.send"

PATIENCE = 50.0
"""Seconds after which one run leaves the rest to the next, so that no job is ever cut off."""


SLICE = timedelta(seconds=8)
"""After this time one run of an act on many leaves the rest to the next."""

CLOCK, CLOCK_TOLERANCE = "clock", timedelta(minutes=1)
"""A host may differ from the database's clock by so much."""

LEAP = "clock leapt: manage.py accept_clock"


class TickError(Exception):
    """Parts of a tick failed; names them, the log says why."""


def tick() -> str:
    """Effects of deadlines, left work, the ladder, resubmissions and watched cases, notices, the
    seal of the day, and at last what waits for outside systems; in words.

    Several ticks at once, on any number of hosts, share the work. A part that fails stops no
    other one; TickError names it afterwards, and so does the host's sign of life. A host whose
    clock is not that of the database, or has leapt since the last tick, does nothing at all: what
    has passed cannot be taken back.
    """
    _believe_the_clock()
    done, failed = [], []
    parts = (
        *(("effects", _effects), ("left work", _left), ("ladder", _ladder)),
        *(
            ("resubmissions", _resubmissions),
            ("watches", _watches),
            ("views", _views),
            ("acts on many", _bulk),
        ),
        *(("delivery", deliver_here), ("seal", _seal)),
        *(
            ("others", _others),
            ("security log", _attempts),
            ("retention", _retention),
            ("mails and webhooks", send_later),
        ),
    )
    for name, part in parts:
        try:
            done.append(part())
        except Exception:
            logger.exception("the tick's %s failed", name)
            failed.append(name)
    _live(timezone.now(), failed)
    if failed:
        raise TickError(", ".join(failed))
    return "; ".join(filter(None, done))


def _believe_the_clock() -> None:
    here, now, (_name, host) = timezone.now(), database_clock(), _host()
    if abs(here - now) > CLOCK_TOLERANCE:
        logger.error("the clock of this host differs from the database's by more than a minute")
        if not note_failure(key=host, failed=CLOCK):
            _live(min(here, now), [CLOCK])
        raise TickError(CLOCK)
    if has_leapt(host=host, at=now, boot=this_boot()):
        logger.error("the clock has leapt since the last tick; if it is right: %s", LEAP)
        note_failure(key=host, failed=LEAP)
        raise TickError(LEAP)


def deliver() -> str:
    """Deliver due notices until nothing is left or time is up, then let the mails be sent."""
    return "; ".join(filter(None, (deliver_here(), send_later())))


def deliver_here() -> str:
    """Deliver due notices alone; nothing while delivery is held."""
    if held_since():
        return "delivery is held"
    return _in_words(_until_done(deliver_notices))


def send_later() -> str:
    """Let a worker of a group send mails and calls; without a group do it here and now.

    A mail server that hangs keeps one worker waiting: never the clock, never what people are told
    here.
    """
    if not os.environ.get("WORKER_GROUP"):
        return send()
    wake(SEND)
    return ""


def send() -> str:
    """Send due mails, then calls of webhooks. One job of a group at a time does this."""
    if held_since():
        return ""
    with turn(f"send {os.environ.get('WORKER_GROUP', socket.gethostname())}") as is_ours:
        if not is_ours:
            return ""
        with patience():
            mails = _until_done(deliver_mails)
            fill_calls(at=timezone.now())
            calls = send_calls(at=timezone.now())
    words = [f"mails: {_in_words(mails)}"] if mails.total else []
    words += [f"{calls.sent} calls, {calls.failed} failed"] if calls.total else []
    return "; ".join(words)


def _until_done(step: Callable[..., Tally]) -> Tally:
    total, end = Tally(), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        done = step(at=timezone.now())
        total.add(done)
        if not done.total or done.is_out:
            break
    return total


def _in_words(tally: Tally) -> str:
    return f"{tally.sent} delivered, {tally.dropped} dropped, {tally.failed} failed"


def _effects() -> str:
    effects = take_effects(at=timezone.now())
    return f"{effects.done} effects, {effects.failed} failed"


def _ladder() -> str:
    climbed = climb(at=timezone.now())
    return f"{climbed.rungs} rungs, {climbed.messages} messages"


def _resubmissions() -> str:
    told = tell_due(at=timezone.now())
    return f"{told} messages of resubmissions" if told else ""


def _watches() -> str:
    told = tell_watchers(at=timezone.now())
    return f"{told} messages to watchers" if told else ""


def _views() -> str:
    """On the morning of a working day each subscribed view is looked at once."""
    at = timezone.now()
    today = local_date(at)
    if at < opening(today) or not working_calendar().is_working_day(today):
        return ""
    told = sum(_look_after(use, at, today) for use in uses_to_look_after(on=today))
    return f"{told} messages about views" if told else ""


def _look_after(use: ViewUse, at: datetime, today: date) -> int:
    """One view that fails stops no other one; who no longer has it hears nothing."""
    view, person = use.view, use.person
    desks = {desk.id for desk in held_by(person.pk, on=today)}
    is_theirs = view.owner_id == person.pk or view.desk_id in desks
    if not is_theirs or view.listing not in savable_lists:
        note_look(use, today=today)
        return 0
    try:
        keys = savable_lists[view.listing].matches(view.query, person, at)
        return tell_view_news(use, keys=keys, at=at, today=today)
    except Exception:
        logger.exception("a subscribed view failed")
        note_look(use, today=today)
        return 0


def _bulk() -> str:
    """Acts on many whose moment has come, or whose worker was lost."""
    runs = runs_to_go_on(at=timezone.now())
    for run in runs:
        _ask_for(run.pk)
    return f"{len(runs)} acts on many" if runs else ""


def _ask_for(run: UUID) -> None:
    """Let a worker go on with a run; without a group do a piece of it here and now."""
    if os.environ.get("WORKER_GROUP"):
        async_task("workflows.jobs.act_on_many", str(run), save=False)  # type: ignore[no-untyped-call] # django-q has no types
    else:
        act_on_many(str(run))


def act_on_many(key: str) -> None:
    """Check or do the items of a run, a piece at a time; one worker at each run."""
    run = BulkRun.objects.select_related("person").filter(pk=key).first()
    with turn(f"bulk {key}") as is_ours:
        if run is None or not is_ours:
            return
        step = check if run.status == BulkRun.Status.CHECKING else go_on
        is_over = step(run, clock=timezone.now, until=timezone.now() + SLICE)
    if not is_over:
        _ask_for(run.pk)


def _attempts() -> str:
    forgotten = forget_attempts(at=timezone.now())
    return f"{forgotten} attempts forgotten" if forgotten else ""


def _retention() -> str:
    gone = forget_in_the_night(at=timezone.now())
    return ", ".join(f"{count} {key} forgotten" for key, count in gone.items())


def _left() -> str:
    moved = return_left_work(at=timezone.now())
    return f"left work of {moved} cases moved" if moved else ""


def _seal() -> str:
    seal = seal_daily(at=timezone.now())
    return f"seal {seal.number}" if seal else "no seal"


def _live(at: datetime, failed: Sequence[str]) -> None:
    host, key = _host()
    names = ", ".join(failed)
    beat(
        key=key, role=Heartbeat.Role.TICK, host=host, pid=os.getpid(), at=at, failed=names,
        boot=this_boot(),
    )  # fmt: skip


def _host() -> tuple[str, UUID]:
    host = socket.gethostname()
    return host, uuid5(NAMESPACE_DNS, f"tick.{host}")


def _others() -> str:
    answers = ticked.send_robust(sender=Heartbeat, at=timezone.now())
    failed = [answer for _receiver, answer in answers if isinstance(answer, Exception)]
    if failed:
        raise ExceptionGroup("observers of the tick", failed)
    return "; ".join(str(answer) for _receiver, answer in answers if answer)


def wake(function: str = DELIVER) -> bool:
    """Ask a worker to deliver now; false if there is nothing to deliver or somebody asked already.

    Nothing depends on it: what nobody asks for is done by the next tick.
    """
    with connection.cursor() as cursor:
        cursor.execute(DELIVERY_IS_NEEDED)
        (is_needed,) = cursor.fetchone()
    if is_needed:
        async_task(function, save=False)  # type: ignore[no-untyped-call] # django-q has no types
    return bool(is_needed)


def wake_after_act(*, tells: bool = True, **_signal: object) -> None:
    """Observer of `case_moved`: the people concerned hear of an act within seconds."""
    if tells:
        wake()


def ensure_schedule() -> None:
    """The only schedule there is: a tick now and every minute, from code. Any other is removed.

    Now, for whoever was killed before may have taken the last one along. django-q stops all its
    schedules at one with malformed arguments, so nobody makes any by hand.
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
        "next_run": timezone.now(),
    }
    Schedule.objects.update_or_create(pk=1, defaults=wanted)


_before_upgrade: dict[str, Names] = {}


def remember_rows(*, using: str, plan: Sequence[object] = (), **_signal: object) -> None:
    """Observer of `pre_migrate`: what stands in the bound tables before a migration."""
    if plan:
        _before_upgrade[using] = names_of_rows()


def bind_rows_of_upgrade(*, using: str, **_signal: object) -> None:
    """Observer of `post_migrate`: what the migrations have added belongs to the upgrade's event.

    Only once the tables are those of this release; before, none of its acts could be written.
    """
    before = _before_upgrade.pop(using, None)
    if before is not None and is_up_to_date():
        bind_upgrade(before, at=timezone.now())
