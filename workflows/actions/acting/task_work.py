"""Tasks change hands: claimed, given back, handed over, passed on to another desk."""

from __future__ import annotations

from ...enums import TaskStatus
from ...machine import TaskView
from ..telling import outbox
from .work_base import WorkBase


class TaskWork(WorkBase):
    """Who works on a task; the rows wait for the end of the act."""

    def claim(self, task: TaskView, *, person: int) -> None:
        """The person works on the task; a colleague who did is told."""
        if task.claimed_by not in (None, person):
            outbox.tell_people(
                self.batch, self.case, "task_taken", [task.claimed_by], at=self.at, task=task.id
            )
        self._set_claim(task, person)

    def give_back(self, task: TaskView) -> None:
        """Nobody works on the task any more; it lies at its desk."""
        self._set_claim(task, None)

    def hand_over(self, task: TaskView, *, to: int) -> None:
        """Another person works on the task and is told."""
        outbox.tell_people(self.batch, self.case, "task_handed", [to], at=self.at, task=task.id)
        self._set_claim(task, to)

    def _set_claim(self, task: TaskView, person: int | None) -> None:
        self.change_task(task, claimed_by=person)
        self.note(task=str(task.id), claimed_by=person)
        self.batch.first(
            "UPDATE workflows_task SET claimed_by_id = %(p)s, claimed_at = %(at)s"
            " WHERE id = %(id)s",
            {"p": person, "at": self.at if person else None, "id": task.id},
        )

    def pass_on(self, task: TaskView, *, desk: int | None, is_meant: bool = False) -> None:
        """Another desk gets the task; None: it stays where it is. Nobody has claimed it then.

        `is_meant`: the task is addressed to that desk from now on, which does not only stand in.
        """
        meant = desk if is_meant and desk is not None else task.addressed_to
        moved = task.desk if desk is None else desk
        self.change_task(task, claimed_by=None, desk=moved, addressed_to=meant)
        if desk is not None:
            self.audience.setdefault(desk, "task")
            if task.status == TaskStatus.OPEN:
                self.opened_tasks.append(task.id)
        self.note(moved={**self.facts.get("moved", {}), str(task.id): desk})
        self.batch.first(
            "UPDATE workflows_task SET desk_id = %(desk)s, addressed_to_id = %(meant)s,"
            " claimed_by_id = NULL, claimed_at = NULL WHERE id = %(id)s",
            {"desk": moved, "meant": meant, "id": task.id},
        )
