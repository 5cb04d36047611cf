"""Which acts a person may do on a case now, and what still stands in the way of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from ...definitions import Capacity
from ...enums import TaskStatus
from ...machine import (
    ON_EVERY_TASK,
    Allowed,
    CaseFacts,
    CaseFlow,
    Line,
    Look,
    Refused,
    RouteFacts,
    SceneFacts,
    TaskView,
    flow_for,
    line_of,
    obstacles_of,
    permit,
)
from ...machine.judge import refusal_by_guards, unmet_of
from ...models import Task
from ...refusals import GuardsUnmet, Invisible, Refusal, Unmet
from .looks import look_of, task_view


@dataclass(frozen=True)
class Offer:
    """An act that somebody may do now: on which task, in which capacity.

    `objection` is the reason against a person who has the role (four-eyes), empty where there is
    none.
    """

    line: Line
    capacity: Capacity
    verdict: Allowed | Refused

    @property
    def name(self) -> str:
        """The key of the act."""
        return self.line.act.name

    @property
    def label(self) -> object:  # as Django types a text that may be translated later
        """What people call it."""
        return self.line.act.label

    @property
    def objection(self) -> str:
        """Why this person may not, though they have the role."""
        return self.verdict.objection if isinstance(self.verdict, Refused) else ""

    @property
    def task(self) -> TaskView | None:
        """The task that the act answers; none where it answers no step."""
        return self.verdict.look.call.task

    @cached_property
    def unmet(self) -> tuple[Unmet, ...]:
        """The guards that a sent form without content would meet; asked when it is looked at."""
        return _unmet(self.verdict)

    def unmet_about(
        self, *, task: TaskView | None = None, data: Mapping[str, object] | None = None
    ) -> tuple[Unmet, ...]:
        """The same about one of several things: that of a task, or the one that `data` names."""
        look = self.verdict.look
        about = look.about(replace(look.call, task=task, data=data or {}))
        return _unmet(replace(self.verdict, look=about))


def _unmet(verdict: Allowed | Refused) -> tuple[Unmet, ...]:
    return tuple(obstacles_of(verdict)) if isinstance(verdict, Allowed) else ()


@dataclass(frozen=True)
class Situation:
    """A case as one person meets it: what is open in it and what they may do.

    For showing: each act is judged when it is asked for, and anew under the lock when it is done.
    """

    flow: type[CaseFlow]
    look: Look
    # What was found out already, by act: several parts of a page ask about the same one.
    _offers: dict[str, tuple[Offer, ...]] = field(default_factory=dict, init=False, repr=False)

    @property
    def scene(self) -> SceneFacts:
        """What is open in the case, and as whom the person acts."""
        return self.look.scene

    @property
    def route(self) -> RouteFacts:
        """The route of the case and the town's calendar, read when they are first asked for."""
        return self.look.route

    @property
    def desks(self) -> frozenset[int]:
        """The desks as which the person acts."""
        return frozenset(capacity.desk for capacity in self.scene.capacities)

    @property
    def tasks(self) -> list[TaskView]:
        """The open tasks at the person's desks, those that are due first before the others."""
        mine = [t for t in self.scene.tasks if t.status == TaskStatus.OPEN and t.desk in self.desks]
        return sorted(mine, key=lambda task: (task.due_at is None, task.due_at, str(task.id)))

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every act that the person may do now, also those with an objection."""
        return tuple(offer for name in self.flow.act_names() for offer in self.offers_of(name))

    def offers_of(self, name: str) -> tuple[Offer, ...]:
        """The offers of one act: one for each open task where it answers a step."""
        if name not in self._offers:
            self._offers[name] = tuple(self._judged(name))
        return self._offers[name]

    def _judged(self, name: str) -> Iterator[Offer]:
        transition = self.flow.transition(name, self.look.case.state)
        if transition is None or name in ON_EVERY_TASK or not self.scene.capacities:
            return
        line = line_of(transition)
        if line.act.when:
            return
        for task in self._answered(line):
            verdict = self.permit(name, task)
            capacity = verdict.look.call.capacity
            if capacity is not None and (isinstance(verdict, Allowed) or verdict.objection):
                yield Offer(line, capacity, verdict)

    def offer(self, name: str, task: TaskView | None = None) -> Offer | None:
        """The offer of an act, on this task where the act answers one."""
        found = self.offers_of(name)
        exact = [offer for offer in found if task and offer.task and offer.task.id == task.id]
        return next(iter(exact or [o for o in found if task is None or o.task is None]), None)

    def permit(
        self, name: str, task: TaskView | None = None, *, data: Mapping[str, object] | None = None
    ) -> Allowed | Refused:
        """What the judge says to an act on this task, before a form is filled in."""
        call = replace(self.look.call, name=name, task=task, data=data or {})
        return permit(self.flow, self.look.about(call))

    def complaint(
        self,
        name: str,
        *,
        data: Mapping[str, object],
        text: str,
        version: int | None,
        task: UUID | None,
    ) -> Refusal | None:
        """What would become of a filled form, so that a check page shows nothing in vain."""
        asked = replace(self.look.call, name=name, data=data, text=text, version=version)
        verdict = permit(self.flow, self.look.about(replace(asked, task=None, named=task)))
        if isinstance(verdict, Refused):
            return verdict.refusal
        try:
            unmet = [*unmet_of(verdict)]
        except Refusal as refusal:
            return refusal
        return GuardsUnmet(unmet) if unmet else None

    def refusal(self, name: str, task: TaskView | None = None) -> Refusal | None:
        """Why the person cannot do this act now, before anything is filled in; None if they may."""
        offer = next(iter(self.offers_of(name)), None) if task is None else None
        verdict = offer.verdict if offer else self.permit(name, task)
        return verdict.refusal if isinstance(verdict, Refused) else None

    def named_task(self, key: UUID) -> TaskView | None:
        """A task of the case by its id, also one that is closed; None if it has no such task."""
        try:
            return self.look.about(replace(self.look.call, named=key)).named_task()
        except Invisible:
            return None

    def task_for(self, name: str) -> TaskView | None:
        """The open task at one of the person's desks that an act would answer."""
        lines = [line_of(transition) for transition in self.flow.declared(name)]
        keys = {line.act.step for line in lines} - {""}
        found = (task for key in keys for task in self._open(key) if task.desk in self.desks)
        return next(found, None)

    def _open(self, key: str) -> list[TaskView]:
        return [t for t in self.scene.tasks_of(key) if t.status == TaskStatus.OPEN]

    def _answered(self, line: Line) -> Sequence[TaskView | None]:
        """The tasks that the act may answer; none but the case where it answers no step."""
        if not line.act.step:
            return [None]
        return self._open(line.act.step)


def situation(case: CaseFacts, *, person: int, at: datetime, subject: object = None) -> Situation:
    """The case as this person meets it now. `subject`: its domain object, if that is read already.

    Whoever calls has made sure that the person sees the case.
    """
    return Situation(flow_for(case.kind), look_of(case, person=person, at=at, subject=subject))


def refusal_on_task(task: Task, name: str, *, person: int, at: datetime) -> Refusal | None:
    """Why this person cannot accept, give back or hand over a task now; None if they may."""
    verdict = situation(task.case, person=person, at=at).permit(name, task_view(task))
    return verdict.refusal if isinstance(verdict, Refused) else refusal_by_guards(verdict)
