"""What every part of a unit of work stands on: the case, its scene, the waiting rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ...machine import Call, Look, Scene, TaskView
from ..wire.batch import Batch
from .binding import Binding

if TYPE_CHECKING:
    from django.db import models

    from ...models import Case


class WorkBase(Binding):
    """The locked case, what was read about it, and the statements that wait for the end.

    `look` shows the case as it is at this point of the act, by the call under way.
    """

    def __init__(self, case: Case, scene: Scene, look: Look) -> None:
        super().__init__()
        self.case, self.scene, self.look = case, scene, look
        self.at, self.today = look.call.at, look.call.today
        self.batch = Batch()
        self.facts: dict[str, Any] = {}
        # Desks that see the case from now on, and why; tasks whose desks are told.
        self.audience: dict[int, str] = {}
        self.opened_tasks: list[UUID] = []
        # Many cases at once: their tasks lie in the inboxes, but nobody gets a mail for each.
        self.is_quiet = False
        # What it opens was begun elsewhere: no ladder speaks of a day that is over already.
        self.is_taken_over = False
        # The state in which the act under way began; the case is in the next one by then, where
        # only one can follow.
        self.source = case.state
        # The norm of the act under way, where the facts tell which it is; None: the act's own.
        self.basis: str | None = None
        # The state that is entered goes on with work that has waited for it.
        self.goes_on = False

    @property
    def call(self) -> Call:
        """The act under way: by whom, in which capacity, about which task, with which data."""
        return self.look.call

    def insert(self, *rows: models.Model) -> None:
        """Rows to insert with the act; their keys must be set."""
        self.batch.insert(*rows)

    def execute(self, sql: str, params: dict[str, object]) -> None:
        """A statement to run with the act, before the insertions."""
        self.batch.first(sql, params)

    def note(self, **facts: object) -> None:
        """Keys and choices (JSON values) that the act's event shall carry."""
        self.facts.update(
            {key: str(value) if isinstance(value, date) else value for key, value in facts.items()}
        )

    def change_task(self, task: TaskView, **values: object) -> None:
        """Keep the scene true: the task as it is from now on, in its place."""
        changed = replace(task, **values)  # type: ignore[arg-type] # the fields of a task
        self.scene.tasks = [changed if one.id == task.id else one for one in self.scene.tasks]
