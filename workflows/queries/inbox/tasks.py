"""One task as a person may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ...calendars import local_date
from ...models import Case, Task, User
from ..people.desks import HeldDesk, held_by, workers_at


@dataclass(frozen=True, slots=True)
class SeenTask:
    """A task with the desk of the person that gives access to it; None: only the case is seen."""

    task: Task
    desk: HeldDesk | None


def seen_task(user: User, task_id: UUID, *, at: datetime) -> SeenTask | None:
    """The task, if one of the person's desks has it or its case is visible; else None."""
    rows = Task.objects.select_related("case", "step", "desk__unit", "claimed_by")
    task = rows.filter(pk=task_id).first()
    if task is None:
        return None
    desks: Sequence[HeldDesk] = held_by(user.pk, on=local_date(at))
    here = (desk for desk in desks if desk.id == task.desk_id)
    desk = next((desk for desk in here if desk.scope.covers(task.step.key)), None)
    visible = desk or Case.objects.visible_to(user, at=at).filter(pk=task.case_id).exists()
    return SeenTask(task, desk) if visible else None


def colleagues(task: Task, *, besides: int, at: datetime) -> list[User]:
    """Who else may act at the task's desk today, in the order of their names."""
    people = workers_at(task.desk_id, step=task.step.key, on=local_date(at)) - {besides}
    return list(User.objects.filter(pk__in=people).order_by("sort_key", "pk"))
