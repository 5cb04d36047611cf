"""Whose turn it is in a step: tasks for its desks, one after the other or all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ...calendars import Period, PeriodUnit, next_rung
from ...definitions import Post, Step
from ...enums import DeadlineStatus, TaskStatus
from ...machine import Look, Scene, TaskView, flow_for
from ...models import Case, Deadline, StepRun, Task
from ...queries.acting.looks import task_view
from ...queries.acting.posts import Address, addresses
from ..telling import outbox
from . import last_resort
from .ledger_work import LedgerWork
from .task_work import TaskWork


class Turns(LedgerWork, TaskWork):
    """Gives desks their tasks and takes them away; the rows wait for the end of the act."""

    def __init__(self, case: Case, scene: Scene, look: Look) -> None:
        super().__init__(case, scene, look)
        self._void: list[UUID] = []
        # Posts that shall see the case: found together with the next step's, or at the end.
        self._admitted: list[tuple[Post, str]] = []

    def ask_instead(self, tasks: Sequence[TaskView], post: Post) -> None:
        """These tasks, the present turn of a step, are void; the post answers in their place.

        Where others wait for their turn, it comes after them. Each has a full period.
        """
        first = tasks[0]
        opening = (row for row in self.batch.pending(StepRun) if row.pk == first.step)
        new = next(opening, None)
        run = new or StepRun.objects.get(pk=first.step)
        self._end_turn(tasks)
        rest = [task for task in self.scene.tasks if task.step == first.step]
        known = {task.addressed_to for task in rest}
        position = max((task.position for task in rest), default=first.position) + 1
        waits = bool(rest) or new is None
        for address in distinct(self._find([post])):
            if address.addressed_to not in known:
                due_at = None if waits else first.due_at
                self._add_task(run, address, position=position, waits=waits, due_at=due_at)
        if waits:
            self._begin_turn(first.step, period=None if new else _period_of(run))
        self.note(instead_of=[str(task.id) for task in tasks])

    def readdress(self, tasks: Sequence[TaskView], posts: Sequence[Post]) -> None:
        """These desks have the tasks of a step from now on; whoever has one already keeps it.

        The step and its deadline stay as they are; a step that rests rests at the new desks.
        """
        first = tasks[0]
        step = flow_for(self.case.kind).step(first.key)
        found = self._find([*posts])
        if step is not None:
            found = self.delivered(step, dict(enumerate(posts)), found)
        wanted = {address.addressed_to for address in found}
        kept = {task.addressed_to for task in tasks} & wanted
        self._end_turn(task for task in tasks if task.addressed_to not in wanted)
        run = StepRun.objects.get(pk=first.step)
        for number, address in enumerate(distinct(found)):
            if address.addressed_to not in kept:
                self._add_task(run, address, position=number, waits=False, due_at=first.due_at)
                self._let_rest(first)

    def _let_rest(self, like: TaskView) -> None:
        """The task added last lies in no inbox if one that it takes the place of does not."""
        added = self.batch.pending(Task)[-1]
        if like.status == TaskStatus.WAITING:
            added.status = TaskStatus.WAITING
            self.change_task(self.scene.tasks[-1], status=TaskStatus.WAITING)

    def _begin_turn(self, step: UUID, *, period: Period | None = None) -> None:
        """Let those who are next in a step begin."""
        rest = [task for task in self.scene.tasks if task.step == step]
        turn = min((task.position for task in rest), default=0)
        for task in rest:
            if task.position == turn:
                self._activate(task, period)

    def _find(self, posts: list[Post]) -> list[Address]:
        """The desks of posts; in the same statement those that shall see the case."""
        admitted, self._admitted = self._admitted, []
        found = self._addresses([*posts, *(post for post, _ in admitted)])
        for address in found:
            if address.post >= len(posts):
                reason = admitted[address.post - len(posts)][1]
                self.audience.setdefault(address.addressed_to, reason)
                self.audience.setdefault(address.desk, reason)
        return [address for address in found if address.post < len(posts)]

    def delivered(
        self, step: Step, posts: Mapping[int, Post], found: Sequence[Address]
    ) -> list[Address]:
        """The addresses of these posts, with somebody for each that found no desk.

        Of posts of which any will do one is enough.
        """
        wanted, found = range(min(posts, default=0), max(posts, default=-1) + 1), list(found)
        for number, post in posts.items():
            if last_resort.is_lost(step, wanted, found) and all(a.post != number for a in found):
                found += self._above(number, post)
        if last_resort.is_lost(step, wanted, found):
            office = self._addresses([last_resort.OFFICE])
            found = last_resort.with_last_resort(wanted, found, office)
        return sorted(found, key=lambda address: address.post)

    def _above(self, number: int, post: Post) -> list[Address]:
        """Whoever leads the next office above that of a post without a desk."""
        unit = last_resort.meant_by(post)
        found = self._addresses(last_resort.above(unit)) if unit else []
        if unit is None or not found:
            return []
        outbox.tell_missing_desk(self.batch, unit.pk, at=self.at, today=self.today)
        nearest = found[0].post
        return [replace(one, post=number) for one in found if one.post == nearest]

    def _addresses(self, posts: Sequence[Post]) -> list[Address]:
        return addresses(posts, today=self.today, known=self.scene.known)

    def _add_task(
        self,
        run: StepRun,
        address: Address,
        *,
        position: int,
        waits: bool,
        due_at: datetime | None,
        taker: int | None = None,
    ) -> None:
        task = Task(
            step=run,
            case_id=self.case.pk,
            desk_id=address.desk,
            addressed_to_id=address.addressed_to,
            position=position,
            status=TaskStatus.WAITING if waits else TaskStatus.OPEN,
            opened_at=None if waits else self.at,
            due_at=None if waits else due_at,
            claimed_by_id=taker,
            claimed_at=self.at if taker is not None else None,
        )
        self.batch.insert(task)
        if address.is_last_resort:
            self.batch.insert(*last_resort.messages(self.case, task, address))
        else:
            if not waits:
                self.opened_tasks.append(task.pk)
            self.audience.setdefault(address.desk, "task")
            self.audience.setdefault(address.addressed_to, "task")
        self.scene.tasks.append(task_view(task))

    def _activate(self, task: TaskView, period: Period | None) -> None:
        step = flow_for(self.case.kind).step(task.key)
        reckoning = self.reckon(step.period or step.key, period) if step else None
        due_at = reckoning.due_at if reckoning else None
        self.change_task(task, status=TaskStatus.OPEN, due_at=due_at)
        pending = next((row for row in self.batch.pending(Task) if row.pk == task.id), None)
        if pending is not None:
            pending.status, pending.opened_at, pending.due_at = TaskStatus.OPEN, self.at, due_at
        else:
            self.batch.first(
                "UPDATE workflows_task SET status = 'open', opened_at = %(at)s, due_at = %(due)s"
                " WHERE id = %(id)s",
                {"at": self.at, "due": due_at, "id": task.id},
            )
        if reckoning:
            rungs = self.rungs(task.step, starts_on=self.today, due_on=reckoning.due_on)
            position, moment = next_rung(rungs)
            self.batch.first(
                _NEXT_TURN,
                {
                    "on": reckoning.due_on,
                    "due": reckoning.due_at,
                    "start": self.today,
                    "step": task.step,
                    "rungs": rungs,
                    "next": position,
                    "moment": moment,
                },
            )
            if all(row.step_id != task.step for row in self.batch.pending(Deadline)):
                due = (self.today, reckoning.due_on, reckoning.due_at)
                self.bind(Deadline, task.step, "due", *due)
        self.opened_tasks.append(task.id)

    def _end_turn(self, tasks: Iterable[TaskView]) -> None:
        gone = [task.id for task in tasks]
        self._void += gone
        self._take_away(*gone)

    def _take_away(self, *gone: UUID) -> None:
        ids = frozenset(gone)
        self.scene.tasks = [task for task in self.scene.tasks if task.id not in ids]


# The next in the queue gets a full period of their own, and the ladder begins with them.
_NEXT_TURN = """
UPDATE workflows_deadline
   SET due_on = %(on)s, due_at = %(due)s, starts_on = %(start)s,
       rungs = %(rungs)s::timestamptz[], next_rung = %(next)s,
       next_rung_at = CASE WHEN status = 'running' THEN %(moment)s::timestamptz END
 WHERE step_id = %(step)s AND status IN ('running', 'paused')
"""


def distinct(found: Sequence[Address]) -> list[Address]:
    """Each desk that was meant once, in the order of the posts."""
    seen: dict[int, Address] = {}
    for address in found:
        seen.setdefault(address.addressed_to, address)
    return list(seen.values())


def _period_of(run: StepRun) -> Period | None:
    """The period with which a step was opened; None for one that had a day."""
    row = Deadline.objects.filter(step=run.pk, status=DeadlineStatus.RUNNING).first()
    return Period(row.amount, PeriodUnit(row.unit)) if row and row.amount else None
