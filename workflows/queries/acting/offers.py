"""Which acts a person may do on a case now, and what still stands in the way of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from viewflow.fsm.base import Transition

from ...calendars import Period, WorkingCalendar, local_date
from ...definitions import Actor, ActSpec, Capacity, Guard, flow_for
from ...enums import TaskStatus
from ...machine import ON_EVERY_TASK, Call, CaseFlow, spec_of
from ...models import Task
from ...refusals import NotAllowed, Refusal, TaskClosed, Unmet, WrongState
from ..people.routes import RouteFacts, route_facts
from ..time.deadlines import DeadlineView, deadlines_of
from .scene import Scene, TaskView, read_scene

if TYPE_CHECKING:
    from ...models import Case


@dataclass(frozen=True)
class Offer:
    """An act that somebody may do now: on which task, in which capacity.

    `objection` is the reason against a person who has the role (four-eyes), empty where there is
    none.
    """

    name: str
    label: Any
    capacity: Capacity
    flow: CaseFlow
    call: Call
    objection: str = ""

    @property
    def task(self) -> TaskView | None:
        """The task that the act answers; none where it answers no step."""
        return self.call.task

    @cached_property
    def unmet(self) -> tuple[Unmet, ...]:
        """The guards that a sent form without content would meet; asked when it is looked at."""
        return self._ask(self.call)

    def unmet_about(
        self, *, task: TaskView | None = None, data: Mapping[str, Any] | None = None
    ) -> tuple[Unmet, ...]:
        """The same about one of several things: that of a task, or the one that `data` names."""
        return self._ask(replace(self.call, task=task, data=data or {}))

    def _ask(self, call: Call) -> tuple[Unmet, ...]:
        self.flow.call = call
        transition = self.flow.transition(self.name, self.flow.case.state)
        guards = spec_of(transition).guards if transition and not self.objection else ()
        return tuple(item for guard in guards for item in _unmet(self.flow, guard))


@dataclass(frozen=True, slots=True)
class Situation:
    """A case as one person meets it: what is open in it and what they may do."""

    scene: Scene
    flow: CaseFlow
    offers: tuple[Offer, ...]

    @property
    def desks(self) -> frozenset[int]:
        """The desks as which the person acts."""
        return frozenset(capacity.desk for capacity in self.scene.capacities)

    @property
    def route(self) -> RouteFacts:
        """The route of the case and the town's calendar, read when they are first asked for."""
        return self.flow.work.route

    @property
    def tasks(self) -> list[TaskView]:
        """The open tasks at the person's desks, those that are due first before the others."""
        mine = [t for t in self.scene.tasks if t.status == TaskStatus.OPEN and t.desk in self.desks]
        return sorted(mine, key=lambda task: (task.due_at is None, task.due_at, str(task.id)))

    def offer(self, name: str, task: TaskView | None = None) -> Offer | None:
        """The offer of an act, on this task where the act answers one."""
        found = [offer for offer in self.offers if offer.name == name]
        exact = [offer for offer in found if task and offer.task and offer.task.id == task.id]
        return next(iter(exact or [o for o in found if task is None or o.task is None]), None)


class _Reading:
    """What a flow may ask of its work when nothing is written: the route and the calendar."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def route(self) -> RouteFacts:
        return route_facts(self.case.route_id)

    @property
    def calendar(self) -> WorkingCalendar:
        return self.route.calendar

    @property
    def periods(self) -> Mapping[str, Period]:
        return self.route.periods

    @cached_property
    def _live_deadlines(self) -> list[DeadlineView]:
        return deadlines_of(self.case.pk)

    def live_deadlines(self) -> list[DeadlineView]:
        return self._live_deadlines


def situation(
    case: Case, *, person: int, at: datetime, prepare: Callable[[CaseFlow], None] | None = None
) -> Situation:
    """The case as this person meets it now; for showing, `act()` decides anew under the lock.

    `prepare` may give the flow what is already read. Whoever calls has made sure that the person
    sees the case.
    """
    today = local_date(at)
    scene = read_scene(case=case.pk, person=person, command=None, today=today)
    call = Call(name="", actor=Actor(person, scene.capacities), at=at, today=today)
    work: Any = _Reading(case)
    flow = flow_for(case.kind)(case, scene, work, call)
    if prepare:
        prepare(flow)
    return Situation(scene, flow, tuple(_offers(flow, scene)))


def named_task(case: Case, scene: Scene, task_id: UUID) -> TaskView | None:
    """A task of the case by its id, also one that is closed; None if the case has no such task."""
    live = scene.task(task_id)
    if live:
        return live
    row = Task.objects.select_related("step").filter(pk=task_id, case=case.pk).first()
    if row is None:
        return None
    return TaskView(
        row.pk, row.step_id, row.step.key, row.step.subject, row.step.mode, row.desk_id,
        row.addressed_to_id, row.position, row.status, row.claimed_by_id, row.step.state,
        row.due_at,
    )  # fmt: skip


def _offers(flow: CaseFlow, scene: Scene) -> Iterator[Offer]:
    if not scene.capacities:
        return
    for name in flow.act_names():
        transition = flow.transition(name, flow.case.state)
        if transition is None or name in ON_EVERY_TASK or spec_of(transition).when:
            continue
        for task in _answered(spec_of(transition), scene):
            offer = _offer(flow, name, transition, task)
            if offer:
                yield offer


def _answered(spec: ActSpec, scene: Scene) -> Sequence[TaskView | None]:
    """The tasks that the act may answer; none but the case where it answers no step."""
    if not spec.step:
        return [None]
    return [task for task in scene.tasks_of(spec.step) if task.status == TaskStatus.OPEN]


def _offer(
    flow: CaseFlow, name: str, transition: Transition, task: TaskView | None
) -> Offer | None:
    spec, now = spec_of(transition), flow.call
    call = Call(name=name, actor=now.actor, at=now.at, today=now.today, task=task)
    call.step = flow.answered(name, spec, task)
    flow.call = call
    capacity = spec.rule.capacity(flow, call.actor)
    if capacity is None:
        return None
    call.capacity = capacity
    reason = spec.rule.objection(flow, capacity) if spec.rule.objection else ""
    return Offer(name, transition.label, capacity, flow, call, str(reason or ""))


def _unmet(flow: CaseFlow, guard: Guard) -> Iterator[Unmet]:
    try:
        yield from guard(flow)
    except Refusal:
        # A guard that needs what only a filled form brings; `act()` will ask it.
        return


def refusal_of(seen: Situation, name: str, task: TaskView | None) -> Refusal | None:
    """Why a person cannot do this act now, before anything is filled in; None if it is offered.

    The same order as `act()`: the role first, then the state, then the task.
    """
    offer = seen.offer(name, task)
    if offer is not None and not (task and task.status != TaskStatus.OPEN):
        return NotAllowed(str(_role(seen.flow, name)), offer.objection) if offer.objection else None
    flow, case = seen.flow, seen.flow.case
    transition = flow.transition(name, case.state)
    # Whoever may do it in another state learns that the moment is wrong, as in `act()`.
    possible = [transition] if transition else flow.declared(name)
    step = flow.answered(name, spec_of(possible[0]), task)
    flow.call = replace(flow.call, name=name, task=task, step=step)
    rule = reduce(or_, (spec_of(one).rule for one in possible))
    if rule.capacity(flow, flow.call.actor) is None:
        return NotAllowed(str(rule.role))
    if transition is not None and task is not None and task.status != TaskStatus.OPEN:
        return TaskClosed(state=case.state, version=case.version)
    return WrongState(state=case.state, version=case.version)


def _role(flow: CaseFlow, name: str) -> Any:
    transition = flow.transition(name, flow.case.state)
    return spec_of(transition).rule.role if transition else ""
