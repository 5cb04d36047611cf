"""What was taken over with a measure: its resolution, and the reports of earlier years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.machine.values import day
from workflows.models import Event

from ..models import EarlierReport

TAKES_OVER = "take_over_decided"
"""The act with which a measure of a stock arrives."""

SAYS = ("state", "light", "text", "spent", "figures")
"""What a report of an earlier year says."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Where a measure of a stock stands, and what its list said of its resolution."""

    state: str
    decided_on: date | None
    ended_on: date | None = None
    is_new: bool = True


def taken_over(case: int, *, state: str) -> TakenOver | None:
    """The same of a measure that is here already; None for one that was proposed here."""
    event = event_of(case)
    if event is None:
        return None
    told = event.data
    return TakenOver(state, day(told.get("decided_on")), day(told.get("ended_on")), is_new=False)


def event_of(case: int) -> Event | None:
    """The event with which the measure of a case was taken over."""
    return Event.objects.filter(case=case, action=TAKES_OVER).order_by("seq").first()


def content_of(row: EarlierReport) -> dict[str, object]:
    """What a report says, so that two can be compared."""
    spent = None if row.spent is None else Decimal(row.spent).quantize(Decimal("0.01"))
    return {**{name: getattr(row, name) for name in SAYS}, "spent": spent}


def earlier_reports_of(measure: int) -> list[EarlierReport]:
    """The reports of earlier years, the latest first."""
    return list(EarlierReport.objects.filter(measure=measure).order_by("-year"))
