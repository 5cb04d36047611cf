"""What every part of a unit of work stands on: the case, its scene, the waiting rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ..wire.batch import Batch

if TYPE_CHECKING:
    from django.db import models

    from ...models import Case
    from ...queries.acting.scene import Scene


class Ground:
    """The locked case, what was read about it, and the statements that wait for the end."""

    def __init__(self, case: Case, scene: Scene, *, at: datetime, today: date) -> None:
        self.case, self.scene, self.at, self.today = case, scene, at, today
        self.batch = Batch()
        self.facts: dict[str, Any] = {}
        # The flow of the act under way; its base class gives it.
        self.flow: Any = None
        # Desks that see the case from now on, and why; tasks whose desks are told.
        self.audience: dict[int, str] = {}
        self.opened_tasks: list[UUID] = []
        # Many cases at once: their tasks lie in the inboxes, but nobody gets a mail for each.
        self.is_quiet = False

    def insert(self, *rows: models.Model) -> None:
        """Rows to insert with the act; their keys must be set."""
        self.batch.insert(*rows)

    def execute(self, sql: str, params: dict[str, Any]) -> None:
        """A statement to run with the act, before the insertions."""
        self.batch.first(sql, params)

    def note(self, **facts: Any) -> None:
        """Keys and choices (JSON values) that the act's event shall carry."""
        self.facts.update(
            {key: str(value) if isinstance(value, date) else value for key, value in facts.items()}
        )
