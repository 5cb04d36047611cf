"""Quarters, due days of reports and the traffic light (Maßnahmencontrolling, domain 1.3)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.calendars import WorkingCalendar

from .enums import TrafficLight

if TYPE_CHECKING:
    from .models import Milestone, StatusReport

REPORT_WORKING_DAYS = 10
LATE_WORKING_DAYS = 20
MONTHS = 3


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the quarter in which a day lies."""
    first = (day.month - 1) // MONTHS * MONTHS + 1
    last = first + MONTHS - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def report_period(
    day: date, *, last: StatusReport | None, cost: Decimal, limit: Decimal | None
) -> tuple[date, date]:
    """First and last day of the report in which a day lies (M25).

    A quarter; a half-year right after a green report `last` if the cost lies below the limit in
    euros. Without a limit every quarter is reported.
    """
    start, end = quarter_of(day)
    is_small = limit is not None and cost < limit
    follows = last is not None and last.period_end + timedelta(days=1) == start
    if is_small and follows and last is not None and last.light == TrafficLight.GREEN:
        end = quarter_of(end + timedelta(days=1))[1]
    return start, end


def report_due_on(period_end: date, calendar: WorkingCalendar) -> date:
    """Ten working days after the end of the period reported (domain 2.9)."""
    return calendar.add_working_days(period_end, REPORT_WORKING_DAYS)


def traffic_light(
    milestones: Iterable[Milestone],
    *,
    cost: Decimal | None,
    spent: Decimal | None,
    forecast: Decimal | None,
    today: date,
    calendar: WorkingCalendar,
    report_late: bool = False,
) -> TrafficLight:
    """Green, yellow or red as computed.

    Green: the next milestone is on time and the money is within the cost. Yellow: a milestone
    up to 20 working days late, up to 110 % of the cost, or a late report. Red: beyond that. What
    counts of the money is the larger of forecast and spent; where nothing was to be spent, all
    of it is too much.
    """
    overdue = [stone.due_on for stone in milestones if stone.is_late(today)]
    late = calendar.working_days_between(min(overdue), today) if overdue else 0
    money = max(spent or Decimal(0), forecast or Decimal(0))
    is_dear = cost is not None and money > cost
    is_far_too_dear = cost is not None and money * 100 > cost * 110
    if late > LATE_WORKING_DAYS or is_far_too_dear:
        return TrafficLight.RED
    if late > 0 or is_dear or report_late:
        return TrafficLight.YELLOW
    return TrafficLight.GREEN
