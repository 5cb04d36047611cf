"""What each of several tasks of one step is about, where a flow can say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable
from uuid import UUID

from ...machine import UnknownKindError, flow_for
from ...models import Task
from .rows import TaskRow


@runtime_checkable
class NamesTopics(Protocol):
    """A flow with steps that are open several times at once, each about something else."""

    steps_with_topic: frozenset[str]

    def topics(self, subjects: Sequence[str]) -> Mapping[str, str]:
        """What people call these subjects of steps; what it does not know is left out."""


def task_topics(rows: Sequence[TaskRow]) -> Mapping[UUID, str]:
    """The topics of tasks that have one; a few statements for each kind of case that names them."""
    found: dict[UUID, str] = {}
    for kind in sorted({row.kind for row in rows}):
        flow = _flow(kind)
        steps = flow.steps_with_topic if flow else frozenset()
        tasks = [row.id for row in rows if row.kind == kind and row.step in steps]
        if flow and tasks:
            subjects = Task.objects.filter(pk__in=tasks).values_list("pk", "step__subject")
            by_task = dict(subjects)
            words = flow.topics(sorted(set(by_task.values())))
            found |= {pk: words[subject] for pk, subject in by_task.items() if subject in words}
    return found


def _flow(kind: str) -> NamesTopics | None:
    try:
        flow = flow_for(kind)
    except UnknownKindError:
        return None
    return flow if isinstance(flow, NamesTopics) else None
