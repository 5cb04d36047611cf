"""Periods of the route and deadlines of a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ...calendars import (
    Period,
    Reckoning,
    WorkingCalendar,
    end_of_day,
    next_rung,
    rung_moments,
)
from ...machine import RouteFacts
from ...models import Deadline
from .work_base import WorkBase

if TYPE_CHECKING:
    from collections.abc import Mapping


class DeadlineWork(WorkBase):
    """Reckons with the case's route and the town's calendar; sets and ends deadlines."""

    @property
    def route(self) -> RouteFacts:
        """Periods and thresholds of the case's route and the calendar; read once per act."""
        return self.look.route

    @property
    def calendar(self) -> WorkingCalendar:
        """The working calendar of the city."""
        return self.route.calendar

    @property
    def periods(self) -> Mapping[str, Period]:
        """The periods of the case's route."""
        return self.route.periods

    def reckon(self, key: str, period: Period | None = None) -> Reckoning | None:
        """When a period of the route ends that begins today (§ 187 Abs. 1 BGB)."""
        period = period or self.periods.get(key)
        return self.calendar.forward(self.today, period) if period else None

    def set_deadline(
        self,
        kind: str,
        *,
        step: UUID | None = None,
        subject: str = "",
        effect: str = "",
        period: Period | None = None,
        due_on: date | None = None,
    ) -> Deadline | None:
        """A deadline on a day, or after the route's period; None where there is neither."""
        period = None if due_on else period or self.periods.get(kind)
        reckoning = self.reckon(kind, period) if period else None
        if reckoning:
            due_on = reckoning.due_on
        if due_on is None:
            return None
        is_history = self.is_taken_over and due_on < self.today
        rungs = [] if is_history else self.rungs(step, starts_on=self.today, due_on=due_on)
        position, moment = next_rung(rungs)
        deadline = Deadline(
            case_id=self.case.pk,
            step_id=step,
            kind=kind,
            subject=subject,
            starts_on=self.today,
            amount=period.amount if period else None,
            unit=str(period.unit) if period else "",
            due_on=due_on,
            due_at=end_of_day(due_on),
            effect=effect,
            rungs=rungs,
            next_rung=position,
            next_rung_at=moment,
        )
        self.batch.insert(deadline)
        return deadline

    def rungs(self, step: UUID | None, *, starts_on: date, due_on: date) -> list[datetime | None]:
        """When the ladder of the route speaks; never for a deadline that nobody is asked for."""
        if step is None:
            return []
        return rung_moments(
            self.route.ladder,
            starts_on=starts_on,
            due_on=due_on,
            after=self.at,
            calendar=self.calendar,
        )

    def end_deadline(self, *, kind: str, subject: str = "", status: str = "met") -> None:
        """End the running deadlines of a kind that hang on no step."""
        self.batch.first(
            "UPDATE workflows_deadline SET status = %(status)s, closed_at = %(at)s,"
            " next_rung_at = NULL, remaining = NULL"
            " WHERE case_id = %(case)s AND kind = %(kind)s AND subject = %(subject)s"
            " AND status IN ('running', 'paused')",
            {
                "status": status,
                "at": self.at,
                "case": self.case.pk,
                "kind": kind,
                "subject": subject,
            },
        )
