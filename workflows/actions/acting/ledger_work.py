"""What is done to running deadlines: extended, paused, resumed, announced, seen, reminded of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from ...calendars import end_of_day, local_date, next_rung, opening
from ...enums import DeadlineChange, DeadlineStatus
from ...machine import DeadlineView, TaskView
from ...models import Deadline, DeadlineEntry
from ...queries.people.staff import Asked, staff
from ..telling import outbox
from .deadline_work import DeadlineWork

_MOVE = """
UPDATE workflows_deadline
   SET status = 'running', due_on = %(on)s, due_at = %(due)s, remaining = NULL,
       rungs = %(rungs)s::timestamptz[], next_rung = %(next)s, next_rung_at = %(moment)s
 WHERE id = %(id)s
"""
_PAUSE = """
UPDATE workflows_deadline
   SET status = 'paused', remaining = %(remaining)s, next_rung_at = NULL WHERE id = %(id)s
"""
_CLIMB_ON = """
UPDATE workflows_deadline SET next_rung = %(next)s, next_rung_at = %(moment)s WHERE id = %(id)s
"""
_REACHED = """
UPDATE workflows_reminder SET due_on = %(day)s
 WHERE deadline_id = %(id)s AND due_on = %(before)s
"""
_ONE_DAY = timedelta(days=1)
# The tasks carry a copy of the moment, for the inbox; while time stands still they have none.
_DUE = """
UPDATE workflows_task SET due_at = %(due)s
 WHERE step_id = %(step)s AND status IN ('open', 'waiting') AND opened_at IS NOT NULL
"""


class LedgerWork(DeadlineWork):
    """Moves deadlines and keeps their ledger; the rows wait for the end of the act."""

    def extend(self, deadline: DeadlineView, *, due_on: date) -> None:
        """A later day: the ladder begins anew, what it has done stays in the record."""
        self._move(deadline, due_on)
        self.follow([(deadline, due_on)])
        self._enter(deadline, DeadlineChange.EXTENDED, due_after=due_on)
        self.note(deadline=str(deadline.id), due_before=deadline.due_on, due_after=due_on)

    def shorten(self, deadline: DeadlineView, *, due_on: date) -> None:
        """An earlier day, not before today; a paused one keeps no more working days than to it.

        The ladder begins anew with the new day. Nobody is late by it who was not late before.
        """
        if deadline.status == DeadlineStatus.PAUSED:
            left = self.calendar.working_days_between(self.today, due_on)
            self.batch.first(_PAUSE, {"remaining": left, "id": deadline.id})
            self._enter(deadline, DeadlineChange.SHORTENED, remaining=left)
            self._add("shortened", deadline, left)
            return
        self._move(deadline, due_on)
        self.follow([(deadline, due_on)])
        self._enter(deadline, DeadlineChange.SHORTENED, due_after=due_on)
        self._add("shortened", deadline, str(due_on))

    def pause(self, deadlines: Iterable[DeadlineView]) -> None:
        """Let time stand still; the working days that are left are kept (BGB § 209)."""
        deadlines = list(deadlines)
        self.follow([(deadline, None) for deadline in deadlines])
        for deadline in deadlines:
            left = max(0, self.calendar.working_days_between(self.today, deadline.due_on))
            self.batch.first(_PAUSE, {"remaining": left, "id": deadline.id})
            self._set_due(deadline, None)
            self._enter(deadline, DeadlineChange.PAUSED, remaining=left)
            self._add("paused", deadline, left)

    def let_rest(self, deadline: Deadline) -> None:
        """A deadline that this act sets begins at rest, with all its working days."""
        left = max(0, self.calendar.working_days_between(self.today, deadline.due_on))
        deadline.status, deadline.remaining = DeadlineStatus.PAUSED, left
        deadline.next_rung_at = None
        self._enter(deadline, DeadlineChange.PAUSED, remaining=left)
        self._add("paused", deadline, left)

    def resume(self, deadlines: Iterable[DeadlineView]) -> None:
        """Let time go on: today and the working days that were left make the new day.

        What was overdue is so by as many working days as before: a rest heals no lateness, and
        the ladder goes on where it was.
        """
        days: list[tuple[DeadlineView, date | None]] = []
        for deadline in deadlines:
            paused_on = local_date(deadline.paused_at) if deadline.paused_at else None
            if paused_on and deadline.due_on < paused_on:
                day = self._resume_overdue(deadline, paused_on)
            else:
                day = self.calendar.add_working_days(self.today, deadline.remaining or 0)
                self._move(deadline, day)
            self._enter(
                deadline, DeadlineChange.RESUMED, due_after=day, remaining=deadline.remaining
            )
            self._add("resumed", deadline, str(day))
            days.append((deadline, day))
        self.follow(days)

    def _resume_overdue(self, deadline: DeadlineView, paused_on: date) -> date:
        calendar = self.calendar
        late = calendar.working_days_between(deadline.due_on, paused_on)
        day = calendar.add_working_days(self.today, -late) if late else self.today - _ONE_DAY
        first = len(deadline.rungs) if deadline.next_rung is None else deadline.next_rung
        rungs = [
            moment and opening(self._as_far_from_today(local_date(moment), paused_on))
            for moment in deadline.rungs[first:]
        ]
        self._move(deadline, day, rungs=[*[None] * first, *rungs])
        # What it has reached it has reached, under its new day too.
        self.batch.first(_REACHED, {"id": deadline.id, "before": deadline.due_on, "day": day})
        return day

    def _as_far_from_today(self, day: date, paused_on: date) -> date:
        ahead = max(0, self.calendar.working_days_between(paused_on, day))
        return self.calendar.add_working_days(self.today, ahead)

    def follow(self, days: Iterable[tuple[DeadlineView, date | None]]) -> None:
        """Let what has the day of a deadline follow it; None while its time stands still.

        For kinds: a deadline is the one source of such a day.
        """

    def acknowledge(self, deadline: DeadlineView, *, until: date) -> None:
        """Let the ladder rest until the morning of a day; the deadline itself runs on."""
        position, moment = next_rung(deadline.rungs, start=deadline.next_rung or 0)
        if deadline.next_rung is not None and moment is not None:
            self._go_on_at(deadline, position, max(moment, opening(until)))
        self._enter(deadline, DeadlineChange.SEEN, until=until)
        self.note(deadline=str(deadline.id), until=until)

    def announce(self, deadline: DeadlineView, *, until: date) -> None:
        """Whoever has the work says when it is done: the ladder goes on where superiors hear.

        The day puts nothing off: they hear on the day on which they would have heard anyway.
        """
        ladder = self.look.route.ladder
        first = next((place for place, rung in enumerate(ladder) if rung.goes_up), 0)
        if deadline.next_rung is not None and deadline.next_rung < first:
            position, moment = next_rung(deadline.rungs, start=first)
            if moment is not None:
                self._go_on_at(deadline, position, moment)
        self._enter(deadline, DeadlineChange.ANNOUNCED, until=until)
        self.note(deadline=str(deadline.id), until=until)

    def _go_on_at(self, deadline: DeadlineView, position: int | None, moment: datetime) -> None:
        self.batch.first(_CLIMB_ON, {"next": position, "moment": moment, "id": deadline.id})

    def remind(self, deadline: DeadlineView) -> None:
        """Tell whoever has the work, at once; the event tells who reminded them."""
        self._enter(deadline, DeadlineChange.REMINDED)
        tasks = [task for task in self.scene.tasks if task.step == deadline.step]
        asked = tuple(Asked(task.desk, task.claimed_by) for task in tasks)
        people = staff(on=self.today).told(asked, ("responsible",), step=_key(tasks))
        outbox.tell_people(
            self.batch,
            self.case,
            "deadline_reminded",
            people,
            at=self.at,
            task=tasks[0].id if tasks else None,
            deadline=deadline.id,
            data={"due": str(deadline.due_on)},
        )
        self.note(deadline=str(deadline.id))

    def _move(
        self,
        deadline: DeadlineView,
        due_on: date,
        *,
        rungs: Sequence[datetime | None] | None = None,
    ) -> None:
        if rungs is None:
            rungs = self.rungs(deadline.step, starts_on=deadline.starts_on, due_on=due_on)
        position, moment = next_rung(rungs)
        due = end_of_day(due_on)
        values = {
            "on": due_on,
            "due": due,
            "rungs": list(rungs),
            "next": position,
            "moment": moment,
        }
        self.batch.first(_MOVE, {**values, "id": deadline.id})
        key = deadline.step or deadline.id
        self.bind(Deadline, key, "due", deadline.starts_on, due_on, due)
        self._set_due(deadline, due)

    def _set_due(self, deadline: DeadlineView, due: datetime | None) -> None:
        if deadline.step is None:
            return
        self.batch.first(_DUE, {"due": due, "step": deadline.step})
        for task in self.scene.tasks:
            if task.step == deadline.step:
                self.change_task(task, due_at=due)

    def _enter(
        self, deadline: DeadlineView | Deadline, change: DeadlineChange, **values: object
    ) -> None:
        call = self.call
        self.batch.insert(
            DeadlineEntry(
                deadline_id=deadline.id,
                change=change,
                at=self.at,
                by_id=call.actor.person,
                event_seq=self.case.seq + 1,
                due_before=deadline.due_on,
                reason=call.text,
                **values,
            )
        )

    def _add(self, name: str, deadline: DeadlineView | Deadline, value: object) -> None:
        self.note(**{name: {**self.facts.get(name, {}), str(deadline.id): value}})


def _key(tasks: Sequence[TaskView]) -> str:
    return tasks[0].key if tasks else ""


def running(deadlines: Iterable[DeadlineView]) -> list[DeadlineView]:
    """Those that are not paused."""
    return [item for item in deadlines if item.status == DeadlineStatus.RUNNING]


def paused(deadlines: Iterable[DeadlineView]) -> list[DeadlineView]:
    """Those that are."""
    return [item for item in deadlines if item.status == DeadlineStatus.PAUSED]
