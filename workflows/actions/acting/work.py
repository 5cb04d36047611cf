"""The unit of work of one act: it keeps the scene true in memory and writes all at its end."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from ...calendars import Period
from ...definitions import Post, Step
from ...enums import StepMode, TaskStatus
from ...machine import Look, Scene, TaskView
from ...models import Case, Deadline, Event, StepRun, Task
from ...queries.acting.audience import beyond_tasks
from ...queries.acting.posts import Address
from ...queries.people.desks import told_of
from ..telling import outbox
from .trail import Entry, append_statement, chain, next_event
from .turns import Turns, distinct


@dataclass(frozen=True, slots=True)
class Opening:
    """A step to open: what it is about and, where it differs from the step's own, whom it asks."""

    step: Step
    subject: str = ""
    posts: Sequence[Post] | None = None
    period: Period | None = None
    due_on: date | None = None
    # The act of the clock at the end of the period; the step's own where it is None.
    effect: str | None = None
    # Whether its time stands still from the beginning, until it is resumed.
    rests: bool = False


class Work(Turns):
    """Collects what an act writes. `flush()` sends it in one write, the COMMIT with it."""

    def __init__(self, case: Case, scene: Scene, look: Look) -> None:
        super().__init__(case, scene, look)
        self._events: list[Entry] = []
        self._done: list[tuple[UUID, int | None, str]] = []
        self._closed_steps: dict[UUID, tuple[str, str]] = {}

    # --- steps and tasks ------------------------------------------------------------------

    def open(self, *openings: Opening) -> dict[str, UUID]:
        """Open steps with a task per desk, their deadlines and notices; ids by subject.

        Vacant desks pass the task to their superior, offices without such a desk to whoever leads
        the office above; the organisation office is told. Where nobody is found at all, it gets
        the task to pass it on.
        """
        posts = [
            opening.posts if opening.posts is not None else self.look.posts_of(opening.step)
            for opening in openings
        ]
        found = self._find([post for group in posts for post in group])
        opened: dict[str, UUID] = {}
        offset = 0
        for opening, group in zip(openings, posts, strict=True):
            wanted = range(offset, offset + len(group))
            mine = [address for address in found if address.post in wanted]
            mine = self.delivered(opening.step, dict(zip(wanted, group, strict=True)), mine)
            opened[opening.subject] = self._open(opening, mine)
            offset += len(group)
        outbox.tell_vacancies(self.batch, found, at=self.at, today=self.today)
        return opened

    def _open(self, opening: Opening, found: Sequence[Address]) -> UUID:
        step, mode = opening.step, opening.step.mode
        run = StepRun(
            case_id=self.case.pk,
            key=step.key,
            state=self.case.state,
            round=self.case.round,
            mode=mode,
            subject=opening.subject,
            opened_at=self.at,
        )
        self.batch.insert(run)
        deadline = self.set_deadline(
            step.period or step.key,
            step=run.pk,
            subject=opening.subject,
            effect=step.effect if opening.effect is None else opening.effect,
            period=opening.period,
            due_on=opening.due_on,
        )
        if deadline and opening.rests:
            self.let_rest(deadline)
        due_at = deadline.due_at if deadline and not opening.rests else None
        # In order come the posts; of several desks of one post the first that answers counts.
        turns = sorted({address.post for address in found})
        taker = self.look.taker_of(step)
        for number, address in enumerate(distinct(found)):
            position = turns.index(address.post) if mode == StepMode.ORDERED else number
            waits = mode == StepMode.ORDERED and position > 0
            self._add_task(
                run, address, position=position, waits=waits, due_at=due_at,
                taker=taker if taker in address.holders else None,
            )  # fmt: skip
        return run.pk

    def complete(self, task: TaskView, *, outcome: str, person: int | None) -> bool:
        """Close a task as done; true if its step is over with it (the rest becomes void)."""
        self._done.append((task.id, person, outcome))
        self._take_away(task.id)
        rest = [other for other in self.scene.tasks if other.step == task.step]
        if task.mode == StepMode.ORDERED:
            self._end_turn(other for other in rest if other.position <= task.position)
            rest = [other for other in rest if other.position > task.position]
            self._begin_turn(task.step)
        if rest and task.mode in (StepMode.ALL, StepMode.ORDERED):
            return False
        self._end_step(task.step, outcome, "met")
        return True

    def void_step(self, step: UUID) -> None:
        """Close a step that is no longer needed, with its tasks and deadline."""
        self._end_step(step, "void", "lifted")

    def expire_step(self, step: UUID) -> None:
        """Close a step whose period passed without an answer."""
        self._end_step(step, "expired", "expired")

    def finish(self, step: str, subject: str | None = None) -> None:
        """The act answers a task of this step too, if one is open."""
        for task in self.scene.tasks_of(step, subject)[:1]:
            self.complete(task, outcome=self.call.name, person=self.call.person)

    def drop(self, step: str, subject: str | None = None) -> None:
        """Nobody needs this step any more."""
        for run in {task.step for task in self.scene.tasks_of(step, subject)}:
            self.void_step(run)

    def ask_for(self, step: Step, subject: str = "") -> None:
        """Open a step for its own posts."""
        self.open(Opening(step, subject=subject))

    def rest(self) -> None:
        """Let the open tasks wait: they lie in no inbox until `wake`."""
        self._change_turns(TaskStatus.OPEN, TaskStatus.WAITING)

    def wake(self) -> None:
        """Let the tasks that rested be done again; those whose turn has not come still wait."""
        self._change_turns(TaskStatus.WAITING, TaskStatus.OPEN)

    def _change_turns(self, before: TaskStatus, after: TaskStatus) -> None:
        self.scene.tasks = [
            replace(task, status=after.value) if task.status == before else task
            for task in self.scene.tasks
        ]
        self.batch.first(
            "UPDATE workflows_task SET status = %(after)s"
            " WHERE case_id = %(case)s AND status = %(before)s AND opened_at IS NOT NULL",
            {"after": after.value, "before": before.value, "case": self.case.pk},
        )

    def void_state(self, state: str, *, besides: Container[str] = ()) -> None:
        """Close whatever was opened in a state that the case leaves, but for these steps."""
        opened = [task for task in self.scene.tasks if task.state == state]
        for step in {task.step for task in opened if task.key not in besides}:
            self.void_step(step)

    def void_keys(self, keys: Iterable[str]) -> None:
        """Close these steps in whatever state they were opened."""
        for name in keys:
            self.drop(name)

    def _end_step(self, step: UUID, outcome: str, deadline: str) -> None:
        self._end_turn([task for task in self.scene.tasks if task.step == step])
        self._closed_steps[step] = (outcome, deadline)

    # --- who sees, who is told ------------------------------------------------------------

    def admit(self, posts: Iterable[Post], reason: str) -> None:
        """Let the desks of these posts see the case from now on."""
        self._admitted += [(post, reason) for post in posts]

    def admit_desk(self, desk: int, reason: str) -> None:
        """Let one desk see the case from now on."""
        self.audience.setdefault(desk, reason)

    def admit_to(self, case: Case, posts: Iterable[Post], reason: str) -> None:
        """Let the desks of these posts see another case, whose trail says nothing of it."""
        desks = {
            desk: reason
            for address in self._addresses([*posts])
            for desk in (address.addressed_to, address.desk)
        }
        if desks:
            outbox.admit(self.batch, case, desks)

    def close_to_others(self, *, keeping: Collection[str], sparing: Collection[int] = ()) -> None:
        """From now on only who sees it for these reasons, and who has or had a task, sees it.

        So do the desks of `sparing`. The event carries the desks that lose the view.
        """
        losing = beyond_tasks(self.case.pk, keeping=keeping).exclude(desk__in=sparing)
        self.note(unseen=sorted(losing.values_list("desk", flat=True)))
        losing.delete()

    def tell(self, template: str, posts: Sequence[Post], **data: object) -> None:
        """Tell the holders of these posts, once per event."""
        self.tell_people(template, self.people_at(posts), **data)

    def people_at(self, posts: Sequence[Post]) -> set[int]:
        """Who holds the desks of these posts today."""
        return {person for address in self._addresses(posts) for person in address.holders}

    def tell_people(self, template: str, people: Iterable[int], **data: object) -> None:
        """Tell these persons, once per event."""
        outbox.tell_people(self.batch, self.case, template, people, at=self.at, data=data)

    @property
    def tells(self) -> bool:
        """Whether the act puts something into the outbox; at its end, as far as that is known by
        then, whether a worker must be asked to deliver it.
        """
        return self.batch.tells

    # --- the end --------------------------------------------------------------------------

    def record(self, **fields: Any) -> Event:  # as `next_event` takes them
        """Add the event of the act, with the facts noted since the last one."""
        entry = next_event(self.case, at=self.at, data=self.facts, **fields)
        self.facts = {}
        self._events.append(entry)
        self.claim_rows()
        return entry.event

    def claim_rows(self) -> None:
        """What was written since the last event belongs to it."""
        entry = self._events[-1]
        entry.rows += self.batch.take_fresh()
        entry.bound |= self.bound
        self.bound = {}

    def flush(self) -> None:
        """Write everything: closings, rows, audience, notices, then the events and the case."""
        self._write_closings()
        self._find([])
        if self.audience:
            outbox.admit(self.batch, self.case, self.audience)
        if self.opened_tasks and not self.is_quiet:
            outbox.announce_tasks(self.batch, self.case, self._told(), at=self.at)
        if self._events:
            self.claim_rows()
            chain(self.case, self._events)
            self.batch.last(*append_statement(self.case, self._events))
        question = (outbox.DELIVERY_IS_NEEDED, None) if self.batch.tells else None
        answer = self.batch.flush(commit=True, question=question)
        if answer:
            ((self.batch.tells,),) = answer
        self.case._state.adding = False  # noqa: SLF001 - as after `save()`

    def _told(self) -> list[tuple[UUID, int, int | None]]:
        """Task and person for each who is told of a new task, and the desk if it is not theirs.

        Of what somebody has in hand from the beginning nobody else hears, nor they of their own.
        """
        opened = dict.fromkeys(self.opened_tasks)
        tasks = [t for t in self.scene.tasks if t.id in opened and t.status == TaskStatus.OPEN]
        told = told_of([(task.desk, task.key) for task in tasks], known=self.scene.known)
        return [
            (task.id, person, None if is_holder else task.desk)
            for task in tasks
            for person, is_holder in told[task.desk, task.key]
            if task.claimed_by is None or task.claimed_by == person != self.call.actor.person
        ]

    def _write_closings(self) -> None:
        if not (self._done or self._void or self._closed_steps):
            return
        self._close_pending()
        self.batch.first(
            _CLOSE,
            {
                "at": self.at,
                "done": [task for task, _, _ in self._done],
                "by": [person for _, person, _ in self._done],
                "outcomes": [outcome for _, _, outcome in self._done],
                "void": self._void,
                "steps": list(self._closed_steps),
                "ends": [outcome for outcome, _ in self._closed_steps.values()],
                "deadlines": [status for _, status in self._closed_steps.values()],
            },
        )

    def _close_pending(self) -> None:
        """Close in memory what this very act has opened: its rows are not in the table yet."""
        done = {task: (person, outcome) for task, person, outcome in self._done}
        for task in self.batch.pending(Task):
            if task.pk in done:
                task.status, task.closed_at = TaskStatus.DONE, self.at
                task.closed_by_id, task.outcome = done[task.pk]
            elif task.pk in self._void:
                task.status, task.closed_at = TaskStatus.VOID, self.at
        for run in self.batch.pending(StepRun):
            if run.pk in self._closed_steps:
                run.closed_at, run.outcome = self.at, self._closed_steps[run.pk][0]
        for deadline in self.batch.pending(Deadline):
            if deadline.step_id in self._closed_steps:
                deadline.closed_at, deadline.next_rung_at = self.at, None
                deadline.status = self._closed_steps[deadline.step_id][1]


_CLOSE = """
WITH done AS (
  UPDATE workflows_task t
     SET status = 'done', closed_at = %(at)s, closed_by_id = d.person, outcome = d.outcome
    FROM unnest(%(done)s::uuid[], %(by)s::bigint[], %(outcomes)s::text[]) d(id, person, outcome)
   WHERE t.id = d.id
), void AS (
  UPDATE workflows_task SET status = 'void', closed_at = %(at)s WHERE id = ANY(%(void)s::uuid[])
), seen AS (
  UPDATE workflows_notice SET read_at = %(at)s
   WHERE task_id = ANY(%(done)s::uuid[] || %(void)s::uuid[]) AND read_at IS NULL
), steps AS (
  UPDATE workflows_steprun s SET closed_at = %(at)s, outcome = e.outcome
    FROM unnest(%(steps)s::uuid[], %(ends)s::text[]) e(id, outcome) WHERE s.id = e.id
)
UPDATE workflows_deadline d
   SET status = e.status, closed_at = %(at)s, next_rung_at = NULL, remaining = NULL
  FROM unnest(%(steps)s::uuid[], %(deadlines)s::text[]) e(id, status)
 WHERE d.step_id = e.id AND d.status IN ('running', 'paused')
"""
