"""Which acts a person may do to a case now: what pages show as buttons, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..calendars import local_date
from ..definitions import Actor, Capacity, flow_for
from ..enums import TaskStatus
from ..machine import Call, CaseFlow, spec_of
from ..models import Case, User
from ..queries.scene import TaskView, read_scene
from .work import Work

TASK_ACTS = frozenset({"claim", "give_back", "hand_over"})


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that rule, state and task allow this person now; guards may still be unmet.

    `task` is the open task that the act would answer, `subject` what that task is about.
    `is_primary` marks the first act of a step's own task.
    """

    name: str
    label: str
    step: str
    task: UUID | None
    subject: str
    capacity: Capacity
    needs_version: bool
    is_primary: bool


def offers(case: Case, user: User, *, at: datetime) -> list[Offer]:
    """Every act that `user` may do to `case` now, those of open tasks first; two statements."""
    flow = reading_flow(case, user, at=at)
    found = [offer for task in flow.scene.tasks for offer in _of_task(flow, task)]
    answered = {offer.name for offer in found}
    found += [offer for offer in _free(flow) if offer.name not in answered]
    return found


def reading_flow(case: Case, user: User | None, *, at: datetime) -> CaseFlow:
    """The flow of a case as this person would meet it, for asking its rules; it writes nothing."""
    today = local_date(at)
    person = user.pk if user else None
    scene = read_scene(case=case.pk, round_=case.round, person=person, command=None, today=today)
    work = Work(case, scene, at=at, today=today)
    call = Call(name="", actor=Actor(person, scene.capacities), at=at, today=today)
    flow = flow_for(case.kind)(case, scene, work, call)
    work.bind(flow)
    return flow


def _of_task(flow: CaseFlow, task: TaskView) -> Iterator[Offer]:
    step = flow.step(task.key)
    held = {capacity.desk for capacity in flow.call.actor.capacities}
    if step is None or task.status != TaskStatus.OPEN or task.desk not in held:
        return
    flow.call.task = task
    for position, name in enumerate(step.acts):
        yield from _offer(flow, name, primary=position == 0)
    flow.call.task = None


def _free(flow: CaseFlow) -> Iterator[Offer]:
    for name in flow.act_names():
        transition = flow.transition(name, flow.case.state)
        if name in TASK_ACTS or transition is None or spec_of(transition).step:
            continue
        yield from _offer(flow, name, primary=False)


def _offer(flow: CaseFlow, name: str, *, primary: bool) -> Iterator[Offer]:
    transition = flow.transition(name, flow.case.state)
    if transition is None or spec_of(transition).when is not None:
        return
    spec = spec_of(transition)
    capacity = spec.rule.capacity(flow, flow.call.actor)
    if capacity is None or (spec.rule.objection and spec.rule.objection(flow, capacity)):
        return
    task = flow.call.task
    yield Offer(
        name=name,
        label=str(transition.label),
        step=task.key if task else "",
        task=task.id if task else None,
        subject=task.subject if task else "",
        capacity=capacity,
        needs_version=spec.needs_version,
        is_primary=primary,
    )
