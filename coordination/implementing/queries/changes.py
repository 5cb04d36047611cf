"""Changes of the plan within the limits: each is told in the next status report (domain 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workflows.calendars import local_date
from workflows.models import Event
from workflows.untyped import Json

from ..models import StatusReport

CHANGE = "change_plan"
"""The act of the head; what it changed stands in its event."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure before and after; None where there was none."""

    cost: tuple[Decimal | None, Decimal | None] | None = None
    ends_on: tuple[date | None, date | None] | None = None


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What the head changed on a day, and why. The reason stays inside the administration."""

    at: datetime
    what: Changed
    reason: str

    @property
    def on(self) -> date:
        """The day of the change."""
        return local_date(self.at)


def changes_of(measure: int) -> list[PlanChange]:
    """All changes within the limits, in their order."""
    events = Event.objects.filter(case__measure=measure, action=CHANGE)
    return changes_in(events.select_related("text").order_by("seq").defer("rows"))


def changes_in(events: Iterable[Event]) -> list[PlanChange]:
    """The same from events in their order that are read with their texts, of whatever acts."""
    return [
        PlanChange(
            row.at, _read(row.data.get("changed", {})), row.text.text if row.text_digest else ""
        )
        for row in events
        if row.action == CHANGE
    ]


def _read(changed: Json) -> Changed:
    cost, ends_on = changed.get("cost"), changed.get("ends_on")
    return Changed(
        cost=cost and (_sum(cost[0]), _sum(cost[1])),
        ends_on=ends_on and (_day(ends_on[0]), _day(ends_on[1])),
    )


def _sum(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def with_changes(rows: Iterable[StatusReport], *, measure: int) -> list[StatusReport]:
    """The reports, each with the changes since the one before it was written.

    All of a measure, also those that nobody has released: what one has told the next does not
    repeat.
    """
    reports = list(rows)
    return told_in(reports, changes_of(measure) if reports else [])


def told_in(reports: list[StatusReport], changes: Sequence[PlanChange]) -> list[StatusReport]:
    """The same with all changes, which are read already."""
    rest = changes
    for report in sorted(reports, key=lambda row: row.written_at):
        report.changes = [change for change in rest if change.at <= report.written_at]
        rest = [change for change in rest if change.at > report.written_at]
    return reports


def changes_to_tell(measure: int) -> list[PlanChange]:
    """What the next report tells: the changes since the last one was written."""
    reports = StatusReport.objects.filter(measure=measure)
    last = reports.order_by("-written_at").values_list("written_at", flat=True).first()
    return [change for change in changes_of(measure) if last is None or change.at > last]
