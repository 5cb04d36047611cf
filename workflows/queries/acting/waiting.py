"""What a case waits for: open steps, at which desks, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...enums import TaskStatus
from ...machine import flow_for
from ...models import Case, Task

NAMED = 4
"""More desks than that are counted, not named."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of open work: the step and its tasks, the earliest due first."""

    key: str
    title: Any
    tasks: Sequence[Task]

    @property
    def due_at(self) -> datetime | None:
        """The moment after which the first of them is late (exclusive)."""
        return next((task.due_at for task in self.tasks if task.due_at), None)

    @property
    def units(self) -> list[str]:
        """The units at whose desks it lies, each once, in the order of the tasks."""
        return list(dict.fromkeys(task.desk.unit.short_name for task in self.tasks))

    @property
    def named_units(self) -> str:
        """Up to four units by name."""
        return ", ".join(self.units[:NAMED])

    @property
    def more_units(self) -> int:
        """How many units are not named."""
        return max(len(self.units) - NAMED, 0)

    @property
    def workers(self) -> list[str]:
        """Who works on it at the moment."""
        return list(dict.fromkeys(str(t.claimed_by) for t in self.tasks if t.claimed_by))


def waiting_for(case: Case) -> list[Waiting]:
    """The open work of a case, what its state waits for first, then what is due first."""
    tasks = Task.objects.filter(case=case.pk, status=TaskStatus.OPEN)
    return waiting_in(tasks.select_related("step", "desk__unit", "claimed_by"), case)


def waiting_in(tasks: Iterable[Task], case: Case) -> list[Waiting]:
    """The same from tasks of the case that are read already, with step, unit and who has them."""
    mine = [task for task in tasks if task.status == TaskStatus.OPEN]
    mine.sort(key=lambda task: (task.due_at is None, task.due_at, task.pk))
    flow = flow_for(case.kind)
    main = [step.key for step in flow.steps.get(case.state, ())]
    groups: dict[str, list[Task]] = {}
    for task in sorted(mine, key=lambda task: task.step.key not in main):
        groups.setdefault(task.step.key, []).append(task)
    found = []
    for key, group in groups.items():
        step = flow.step(key)
        found.append(Waiting(key, step.title if step else key, group))
    return found
