"""When an objective is reached, and when its value is due (domain 2.6)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from workflows.calendars import WorkingCalendar

from .enums import ObjectiveStatus, Rhythm, TargetState
from .models import Objective, Reading

MONTHS: Mapping[str, int] = {Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6, Rhythm.YEAR: 12}
READING_WORKING_DAYS = 10
"""After the end of a period, as for every report (domain 2.9)."""


def meets(objective: Objective, value: Decimal) -> bool:
    """Whether a value is what was to be reached; the goal may lie above or below the beginning."""
    assert objective.goal is not None, "only what is complete is measured"
    assert objective.baseline is not None, "only what is complete is measured"
    if objective.goal >= objective.baseline:
        return value >= objective.goal
    return value <= objective.goal


def in_time(objective: Objective, readings: Sequence[Reading]) -> Reading | None:
    """The last value that was measured until the day of the objective; None if there is none."""
    assert objective.due_on is not None, "only what is complete is measured"
    days = [row for row in readings if row.measured_on <= objective.due_on]
    return max(days, key=lambda row: row.measured_on, default=None)


def judged(objective: Objective, readings: Sequence[Reading]) -> ObjectiveStatus:
    """What an objective is the day after its day: reached by the last value until then, or missed.

    Without any value it is missed: what nobody has measured was not reached.
    """
    last = in_time(objective, readings)
    is_reached = last is not None and meets(objective, last.value)
    return ObjectiveStatus.REACHED if is_reached else ObjectiveStatus.MISSED


def share_reached(objective: Objective, value: Decimal | None) -> int | None:
    """How much of the way has been made, in percent from 0 to 100; None without a value."""
    if value is None or objective.goal is None or objective.baseline is None:
        return None
    way = objective.goal - objective.baseline
    if not way:
        return 100
    return max(0, min(100, int((value - objective.baseline) * 100 / way)))


def period_end(day: date, rhythm: str) -> date:
    """The last day of the quarter, half-year or year in which a day lies."""
    months = MONTHS[rhythm]
    month = ((day.month - 1) // months + 1) * months
    return date(day.year, month, monthrange(day.year, month)[1])


def next_reading(day: date, rhythm: str, *, calendar: WorkingCalendar) -> date:
    """Until when the value of the period is due in which a day lies."""
    return calendar.add_working_days(period_end(day, rhythm), READING_WORKING_DAYS)


def outcome(objectives: Sequence[Objective]) -> TargetState:
    """How a target has ended all of whose objectives are over."""
    reached = [row.status == ObjectiveStatus.REACHED for row in objectives]
    if all(reached):
        return TargetState.REACHED
    return TargetState.PARTLY_REACHED if any(reached) else TargetState.MISSED
