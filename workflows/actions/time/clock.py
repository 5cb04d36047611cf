"""The clock: what happens by itself when a deadline with an effect has passed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ...enums import DeadlineStatus
from ...models import Case, Deadline
from ...queries.time.deadlines import due_effects, passed_effects
from ..acting.acts import Request, act
from ..wire.retry import retried
from .failures import tell_of_failure

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Effects:
    """What became of the deadlines that were due."""

    done: int = 0
    # Their case was locked, or they were met or moved in the meantime: the next tick asks again.
    passed_over: int = 0
    failed: int = 0


def take_effects(*, at: datetime) -> Effects:
    """Do the act that each deadline names whose moment has passed at `at`, oldest first.

    The deadline expires and the act is done in one transaction, by the system, with the
    deadline's id as its command and `deadline`, `kind` and `subject` as its data: exactly once,
    however many ticks run. A case that fails stops no other one; its deadline goes on running,
    is tried again by the next tick, and the organisation office is told once a day.
    """
    effects = Effects()
    for key, case in _all_due(at):
        try:
            done = _take_effect(key, case, at)
        except Exception as error:
            logger.exception("deadline %s of case %s could not take effect", key, case)
            name = Deadline.objects.values_list("effect", flat=True).get(pk=key)
            tell_of_failure("effect_failed", deadline=key, case=case, error=error, at=at, act=name)
            effects.failed += 1
        else:
            effects.done += done
            effects.passed_over += not done
    return effects


def _all_due(at: datetime) -> Iterator[tuple[UUID, int]]:
    """Every due deadline once, in pages, so that failing ones never stand in the way."""
    last: tuple[datetime, UUID] | None = None
    while True:
        page = due_effects(at=at, after=last)
        for deadline in page:
            yield deadline.pk, deadline.case_id
        if not page:
            return
        last = (page[-1].due_at, page[-1].pk)


@retried
def _take_effect(key: UUID, case: int, at: datetime) -> bool:
    """Whether the act was done; the case is locked before the deadline is looked at again."""
    with transaction.atomic():
        unlocked = Case.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=case)
        if unlocked.first() is None:
            return False
        deadline = passed_effects(at=at).filter(pk=key).first()
        if deadline is None:
            return False
        Deadline.objects.filter(pk=key).update(
            status=DeadlineStatus.EXPIRED, closed_at=at, next_rung_at=None
        )
        data = {"deadline": str(key), "kind": deadline.kind, "subject": deadline.subject}
        name = deadline.effect
        act(Request(case, name, by=None, at=at, command=key, data=data), system=True)
    return True
