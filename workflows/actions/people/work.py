"""Work that lies where nobody is: each case moves its own tasks, in its own trail."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db import transaction

from ...calendars import local_date
from ...definitions import Actor
from ...machine import Call, may_nobody, registered_flows
from ...models import Case, DeskHolder, Task
from ...queries.acting.looks import look_at
from ...queries.acting.scene import read_scene
from ...queries.people.work import (
    Moves,
    left_work,
    maybe_barred,
    vacant_with_work,
    work_to_return,
)
from ..acting.acts import Outcome, Request, act
from ..telling.outbox import tell_vacant_desks
from ..wire.batch import Batch
from ..wire.retry import retried
from .foundation import change

logger = logging.getLogger(__name__)


AT_ONCE = 20
"""So many cases follow a deed within it; whoever waits for its page waits no longer."""

SECONDS = 10.0
"""Of one tick, for what a deed has left: the clock is never held for longer."""


def move(moves: Mapping[int, Moves], *, at: datetime, is_meant: bool = False) -> int:
    """Let the system pass on tasks, case by case in ascending order; the number of cases.

    Only the first ones: the next ticks find the rest (`return_left_work`).
    """
    first = sorted(moves.items())[:AT_ONCE]
    for case, tasks in first:
        data = {"moves": dict(tasks), "is_meant": is_meant}
        act(Request(case=case, name="return_work", by=None, at=at, data=data), system=True)
    return len(first)


def tell_of_vacancy(desk: int, *, at: datetime) -> None:
    """Tell the organisation office if nobody holds this desk."""
    today = local_date(at)
    if not DeskHolder.objects.in_force(on=today).filter(desk=desk).exists():
        _tell_office([desk], at=at)


def return_left_work(*, at: datetime) -> int:
    """After appointments and substitutions have ended by themselves: set free what was claimed,
    pass on what lies at vacant desks, tell the organisation office of them. For the clock.

    So also what went up while its desk was vacant comes back, and the rest of what an appointment
    or a closing has begun to move, for some seconds of each tick.

    Then whoever is named instead is asked where all who have a task are barred from it by now.
    Each case in its own transaction: one that fails stops no other and is tried again next time.
    Returns the number of cases; a second call finds nothing to do.
    """
    today, done = local_date(at), 0
    end = time.monotonic() + SECONDS
    _tell_office(vacant_with_work(on=today), at=at)
    for case, moves in chain(left_work(on=today).items(), work_to_return(on=today).items()):
        if time.monotonic() > end:
            break
        try:
            done += move({case: moves}, at=at)
        except Exception:
            logger.exception("the left work of case %s could not be moved", case)
    steps = {step.key for flow in registered_flows() for step in flow.all_steps() if step.instead}
    for case in maybe_barred(on=today, steps=steps):
        try:
            done += _ask_instead(case, at=at)
        except Exception:
            logger.exception("nobody else could be asked in case %s", case)
    return done


def _ask_instead(case: int, *, at: datetime) -> bool:
    row, today = Case.objects.get(pk=case), local_date(at)
    scene = read_scene(case=case, person=None, command=None, today=today)
    if not may_nobody(look_at(row, scene, Call("ask_instead", Actor(None), at, today))):
        return False
    act(Request(case=case, name="ask_instead", by=None, at=at), system=True)
    return True


@retried
def pass_on_work(
    *,
    task: UUID,
    desk: int,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Address a task for which no desk was found to this desk; the office sees no case for it."""
    with transaction.atomic():
        outcome = change(
            "pass_on_work", by=by, at=at, command=command, text=text, task=str(task), desk=desk
        )
        if not outcome.replayed:
            case = Task.objects.values_list("case", flat=True).get(pk=task)
            move({case: {str(task): desk}}, at=at, is_meant=True)
            move(left_work(on=local_date(at), desks=[desk]), at=at)
    return outcome


def _tell_office(desks: Sequence[int], *, at: datetime) -> None:
    batch = Batch()
    tell_vacant_desks(batch, desks, at=at, today=local_date(at))
    with transaction.atomic():
        batch.flush()
