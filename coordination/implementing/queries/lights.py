"""The traffic light of a measure: computed from dates and sums whenever it is shown, never kept.

Where all are asked at once, the facts that it depends on are read from where triggers keep them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import CharField, QuerySet
from django.db.models.expressions import RawSQL

from workflows.calendars import WorkingCalendar, end_of_day

from ...decisions.rules.route_words import HALF_YEARLY

Q = TypeVar("Q", bound=QuerySet[Any])

LATE_IS_RED_AFTER = 20
"""Working days by which a milestone may be late before the light turns red."""

REPORT_PERIOD = 10
"""Working days after the end of a quarter within which its report is due."""

OVERRUN_IS_RED = 1.1
"""The share of the cost above which a forecast turns the light red."""

MONTHS = 3


@dataclass(frozen=True, slots=True)
class LightDays:
    """The days that decide about all lights of one day."""

    late_before: date
    red_before: date
    quarter_end: date
    # The same for who reports every half-year: one quarter more may be missing.
    half_year_end: date


@lru_cache(maxsize=64)
def light_days(calendar: WorkingCalendar, today: date) -> LightDays:
    """The days against which milestones and status reports are held today."""
    quarter_end = _last_reported(calendar, today)
    return LightDays(
        # Late is what was due before the last working day: a Saturday's date is late on Monday.
        late_before=calendar.add_working_days(today + timedelta(days=1), -1),
        red_before=calendar.add_working_days(today, -LATE_IS_RED_AFTER),
        quarter_end=quarter_end,
        half_year_end=_quarter_end_before(quarter_end),
    )


def _last_reported(calendar: WorkingCalendar, today: date) -> date:
    """The end of the last quarter whose report should be there by now."""
    end = _quarter_end_before(today)
    while calendar.add_working_days(end, REPORT_PERIOD) >= today:
        end = _quarter_end_before(end)
    return end


def _quarter_end_before(day: date) -> date:
    first_month = (day.month - 1) // MONTHS * MONTHS + 1
    return day.replace(month=first_month, day=1) - timedelta(days=1)


def with_light(measures: Q, days: LightDays) -> Q:
    """Adds `light`: red, yellow or green during the implementation, grey before it, at rest and
    while it is held up.

    Empty in all other states. Red: an open milestone more than 20 working days late, or a
    forecast above 110 % of the cost. Yellow: an open milestone late, a forecast above the cost,
    or a status report late. More spent than forecast counts as the forecast. What the last report
    set with a reason counts instead, if it is worse, or as long as the next report is not late.
    """
    light = RawSQL(_LIGHT, _values(days), output_field=CharField())  # noqa: S611 - a constant
    return measures.annotate(light=light)


def running_with(light: str, days: LightDays) -> RawSQL:
    """The keys of the measures in implementation that show this light; read for all at once."""
    return RawSQL(_RUNNING, [*_values(days), light])  # noqa: S611 - a constant


def _values(days: LightDays) -> list[object]:
    """In the order in which the statement names them."""
    over = end_of_day(days.quarter_end)
    return [over, days.half_year_end, days.quarter_end, days.red_before, days.late_before]


# What the light is, by its facts `r` (the last report), `d` (the first open milestone), `n` (the
# cost) and `k` (since when it is at work).
_FACTS = f"""
 CROSS JOIN LATERAL (
    SELECT r.forecast > n.cost AS dear, r.forecast > n.cost * {OVERRUN_IS_RED} AS far_too_dear,
           k.state_since < %s AND COALESCE(r.period_end < CASE
               WHEN r.light = 'green' AND COALESCE(n.cost, 0) < t.amount
               THEN %s::date ELSE %s::date END, true) AS unreported) g
 CROSS JOIN LATERAL (
    SELECT g.unreported, ARRAY['green', 'yellow', 'red']::varchar[] AS order_,
           CASE WHEN d.due_on < %s OR g.far_too_dear THEN 'red'
                WHEN d.due_on < %s OR g.dear OR g.unreported THEN 'yellow'
                ELSE 'green' END AS computed) f
"""
_AT_WORK = """
CASE WHEN r.has_own_light AND (NOT f.unreported
          OR array_position(f.order_, r.light) > array_position(f.order_, f.computed)) THEN r.light
     ELSE f.computed END"""

# One scalar sub-select for a measure that is shown.
_LIGHT = f"""(
SELECT CASE WHEN k.state IN ('resolved', 'paused', 'execution_barred') THEN 'grey'
            WHEN k.state <> 'implementation' THEN '' ELSE {_AT_WORK} END
  FROM workflows_case k
 CROSS JOIN LATERAL (SELECT coordination_measure.id, coordination_measure.cost) n
  LEFT JOIN LATERAL (
    SELECT s.light, s.has_own_light, GREATEST(s.spent, s.forecast) AS forecast, s.period_end
      FROM coordination_statusreport s
     WHERE s.measure_id = n.id AND s.status = 'released'
     ORDER BY s.period_end DESC, s.is_final DESC LIMIT 1) r ON k.state = 'implementation'
  LEFT JOIN LATERAL (
    SELECT min(m.due_on) AS due_on FROM coordination_milestone m
     WHERE m.measure_id = n.id AND m.done_at IS NULL AND m.dropped_reason = ''
       AND NOT m.is_paused) d ON k.state = 'implementation'
  LEFT JOIN workflows_routethreshold t ON t.route_id = k.route_id AND t.key = '{HALF_YEARLY}'
{_FACTS}
 WHERE k.id = coordination_measure.case_id)"""  # noqa: S608 - put together from constants

# For all at once: from the facts that are kept of those at work.
_RUNNING = f"""
SELECT r.measure_id FROM coordination_lightfacts r
 CROSS JOIN LATERAL (SELECT r.cost) n
 CROSS JOIN LATERAL (SELECT r.since AS state_since) k
 CROSS JOIN LATERAL (SELECT r.half_yearly_below AS amount) t
 CROSS JOIN LATERAL (SELECT r.due_on) d
{_FACTS}
 WHERE {_AT_WORK} = %s
"""  # noqa: S608 - put together from constants
