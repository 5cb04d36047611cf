"""Who would be told what on which day, before it happens; nothing is written and nothing sent.

It asks the same ladder and the same staff as the tick, for each day to come: with the holders and
the absences that are known today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db.models import Q

from ...calendars import Rung, end_of_day, local_date
from ...enums import DeadlineStatus
from ...models import Deadline
from ..people.routes import ladder_of
from ..people.staff import Asked, Staff
from .ladder import Coming, coming_rungs


@dataclass(frozen=True, slots=True)
class Foreseen:
    """At that moment a deadline reaches a rung and these persons are told.

    `effect` names the act that the clock does instead, where the period ends with one.
    """

    at: datetime
    level: str
    deadline: UUID
    case: int
    step: str
    due_on: date
    people: tuple[int, ...] = ()
    desks: tuple[int, ...] = ()
    effect: str = ""


def preview(*, at: datetime, until: date, cases: Sequence[int] | None = None) -> list[Foreseen]:
    """Everything that happens from `at` to the end of a day if nobody does anything, in order.

    Of these cases, or of the whole city. What was missed is told at once, the highest rung only.
    """
    last = end_of_day(until)
    return in_order(
        coming_rungs(until=last, cases=cases),
        _effects(last=last, cases=cases),
        ladder=cache(ladder_of),
        staff=Staff(first=local_date(at), last=until),
        at=at,
        last=last,
    )


def in_order(
    coming: Iterable[Coming],
    effects: Iterable[Deadline],
    *,
    ladder: Callable[[int | None], Sequence[Rung]],
    staff: Staff,
    at: datetime,
    last: datetime,
) -> list[Foreseen]:
    """What these deadlines come to until a moment, and what the clock does to the others."""
    told = _Told(staff)
    found = [item for due in coming for item in _of(due, ladder(due.route), at, last, told)]
    for row in effects:
        step = row.step.key if row.step else row.kind
        moment = max(at, row.due_at)
        found.append(Foreseen(moment, "", row.pk, row.case_id, step, row.due_on, effect=row.effect))
    return sorted(found, key=lambda item: (item.at, item.case, item.level, item.deadline))


def _of(
    due: Coming, ladder: Sequence[Rung], at: datetime, last: datetime, told: _Told
) -> Iterator[Foreseen]:
    """The rungs of one deadline; those in the past speak now, as one."""
    missed: Rung | None = None
    for position in range(due.next_rung, min(len(due.rungs), len(ladder))):
        moment, rung = due.rungs[position], ladder[position]
        if moment is None:
            continue
        if moment <= at:
            missed = rung
            continue
        if missed is not None:
            yield told.foreseen(due, missed, at)
            missed = None
        if moment >= (due.ends_at or last) or moment >= last:
            return
        yield told.foreseen(due, rung, moment)
    if missed is not None:
        yield told.foreseen(due, missed, at)


class _Told:
    """Answers who is told, remembering: many deadlines ask for the same desks on the same day."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self._reached = cache(self._find)
        # Many deadlines come to a rung on the same morning.
        self._day = cache(local_date)

    def foreseen(self, due: Coming, rung: Rung, moment: datetime) -> Foreseen:
        desks, people = self._reached(self._day(moment), due.asked, rung.recipients, due.key)
        return Foreseen(moment, rung.level, due.id, due.case, due.key, due.due_on, people, desks)

    def _find(
        self, day: date, asked: tuple[Asked, ...], recipients: tuple[str, ...], step: str
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        pairs = self.staff.on(day).reached(asked, recipients, step)
        return tuple(sorted({d for d, _ in pairs})), tuple(sorted({p for _, p in pairs}))


def _effects(*, last: datetime, cases: Sequence[int] | None) -> Iterable[Deadline]:
    running = Deadline.objects.filter(
        ~Q(effect=""), status=DeadlineStatus.RUNNING, due_at__lte=last
    ).select_related("step")
    return running if cases is None else running.filter(case__in=cases)
