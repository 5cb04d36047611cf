"""Quarters, due days of reports and the traffic light (Maßnahmencontrolling, domain 1.3)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.calendars import WorkingCalendar
from workflows.refusals import Unmet

from .enums import ReportedState as R
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


_BEGUN = frozenset({"", R.NOT_BEGUN, R.RUNNING})
SAID_OF: Mapping[str, frozenset[str]] = {
    "resolved": frozenset({"", R.NOT_BEGUN}),
    "implementation": _BEGUN,
    "paused": _BEGUN,
    "completed": _BEGUN | {R.COMPLETED},
    "discontinued": _BEGUN | {R.STOPPED},
}
"""What reports of earlier years may have said of a measure that is in a state now."""

_ENDS = frozenset({R.COMPLETED, R.STOPPED})


def contradictions_of_reports(
    said: Mapping[int, str],
    *,
    state: str,
    decided_on: date | None,
    ended_on: date | None,
    today: date,
) -> Iterator[Unmet]:
    """Where reports of earlier years (year → what it said) contradict the measure or one another.

    None is of a year before the resolution, after the end or to come; none says more than the
    measure's present state, and none says less than one before it that said that all was over.
    """
    ended: tuple[int, str] | None = None
    for year, word in sorted(said.items()):
        text = _out_of_time(year, decided_on=decided_on, ended_on=ended_on, today=today)
        if not text and word not in SAID_OF.get(state, frozenset()):
            text = _(
                "The report of %(year)s says “%(said)s”, which the measure is not. Please correct"
                " the report, or the state of the measure first."
            ) % {"year": year, "said": R(word).label}
        elif not text and ended and word and word != ended[1]:
            text = _(
                "The report of %(year)s says “%(said)s”, though the one of %(before)s said"
                " “%(ended)s”. Please correct one of the two."
            ) % {
                "year": year, "said": R(word).label,
                "before": ended[0], "ended": R(ended[1]).label,
            }  # fmt: skip
        if text:
            yield Unmet("report_contradicts", text, f"reports-{year}")
        elif word in _ENDS:
            ended = ended or (year, word)


def _out_of_time(year: int, *, decided_on: date | None, ended_on: date | None, today: date) -> str:
    """Why there can be no report of that year."""
    if year > today.year:
        return _("The year %(year)s has not begun yet.") % {"year": year}
    if decided_on and year < decided_on.year:
        text = _(
            "The measure was decided on %(day)s; there is no report of %(year)s. Please correct the"
            " year or the day of the resolution."
        )
        return text % {"year": year, "day": f"{decided_on:%d.%m.%Y}"}
    if ended_on and year > ended_on.year:
        text = _(
            "The measure ended on %(day)s; there is no report of %(year)s. Please correct the year"
            " or the day of the end."
        )
        return text % {"year": year, "day": f"{ended_on:%d.%m.%Y}"}
    return ""
