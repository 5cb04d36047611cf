"""Looking at a case: the scene is read at once, everything else when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

from ...calendars import local_date
from ...definitions import Actor, Post, Signer
from ...machine import (
    Call,
    CaseFacts,
    DeadlineView,
    Look,
    RouteFacts,
    SceneFacts,
    TaskView,
    flow_for,
)
from ...models import Task
from ...wire.known import Known
from ..people.desks import workers_at
from ..people.routes import route_facts
from ..people.staff import StaffDay, staff_between
from ..time.deadlines import deadlines_of
from .posts import addresses
from .scene import read_scene


class CaseReading:
    """What a decision may have to know of a case beside its scene; each thing is read once."""

    def __init__(self, case: CaseFacts, call: Call, known: Known) -> None:
        self._case, self._today, self._known = case, call.today, known
        self._named: dict[UUID, DeadlineView | None] = {}

    @cached_property
    def route(self) -> RouteFacts:
        """The periods and limits of the case's route, and the calendar."""
        return route_facts(self._case.route_id, known=self._known)

    @cached_property
    def deadlines(self) -> Sequence[DeadlineView]:
        """Every deadline of the case that is running or paused."""
        return deadlines_of(self._case.pk)

    def deadline(self, key: UUID) -> DeadlineView | None:
        """A deadline of the case by its id, whatever became of it."""
        if "deadlines" in self.__dict__:
            self._named |= {line.id: line for line in self.deadlines if line.id == key}
        if key not in self._named:
            self._named[key] = next(iter(deadlines_of(self._case.pk, key=key)), None)
        return self._named[key]

    def task(self, key: UUID) -> TaskView | None:
        """A task of the case by its id, also one that is closed."""
        row = Task.objects.select_related("step").filter(pk=key, case=self._case.pk).first()
        return task_view(row) if row else None

    def workers(self, task: TaskView) -> frozenset[int]:
        """Everybody who may do a task today: holders of its desk and who stands in for them."""
        return workers_at(task.desk, step=task.key, on=self._today)

    def desks(self, post: Post) -> Sequence[int]:
        """The desks that would get the work of a post today."""
        return [a.desk for a in addresses([post], today=self._today, known=self._known)]

    def signers(self, desk: int, step: str) -> Sequence[Signer]:
        """Who is there today for such a task of a desk, and in whose place."""
        return self._staff.signers(desk, step)

    @cached_property
    def _staff(self) -> StaffDay:
        return staff_between(self._today, self._today, known=self._known).on(self._today)


def task_view(row: Task) -> TaskView:
    """A task with its step as decisions see it; `row.step` is read already."""
    return TaskView(
        id=row.pk,
        step=row.step_id,
        key=row.step.key,
        subject=row.step.subject,
        mode=row.step.mode,
        desk=row.desk_id,
        addressed_to=row.addressed_to_id,
        position=row.position,
        status=row.status,
        claimed_by=row.claimed_by_id,
        state=row.step.state,
        due_at=row.due_at,
    )


def look_at(case: CaseFacts, scene: SceneFacts, call: Call, *, subject: object = None) -> Look:
    """The look of a call on a case. `subject`: its domain object, if that is read already."""
    flow = flow_for(case.kind)
    known = {} if subject is None else {"subject": subject}
    return flow.look(flow, case, scene, call, CaseReading(case, call, scene.known), known)


def look_of(case: CaseFacts, *, person: int, at: datetime, subject: object = None) -> Look:
    """A case as a person meets it now, without an act yet; one statement.

    Whoever calls has made sure that the person sees the case.
    """
    today = local_date(at)
    scene = read_scene(case=case.pk, person=person, command=None, today=today)
    actor = Actor(person, scene.capacities)
    call = Call(name="", actor=actor, at=at, today=today, version=case.version)
    return look_at(case, scene, call, subject=subject)
