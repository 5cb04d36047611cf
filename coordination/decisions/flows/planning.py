"""The way of one matter into the sessions, from where it stands today (domain 2.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workflows.calendars import Period, PeriodUnit, WorkingCalendar

from ...council.enums import ConsultationRole
from ...council.models import Organization
from ...council.planning import STEPS, Body, Lead, Planner, Station, Way, counted_back
from ...council.planning.sessions import SessionCalendar
from ...council.queries import open_consultations, rules_on
from ...council.queries.planning import body_of, lead_of, planned_session, sessions_from
from ...council.vocabulary import RuleSubject as Rule
from ..enums import MeasureState as S
from ..rules.circulation import SHORT
from ..rules.looks import DecisionLook
from .papers import wanted_stations

NEXT_STEPS: Final[Mapping[str, str]] = {
    S.DRAFT: "check",
    S.REVISION: "check",
    S.CHECK: "cosigning",
    S.COSIGNING: "release",
    S.CLARIFICATION: "release",
    S.RELEASE: "board",
    S.EXECUTIVE_BOARD: "signature",
    S.FINAL_SIGNATURE: "closing",
}
"""The step that comes next, by state: what is under way or done is not planned again."""

assert set(NEXT_STEPS.values()) == set(STEPS)


@dataclass(frozen=True, slots=True)
class PlannedWay:
    """The chain as the council office has planned it, and whether it still holds.

    `late` is the step that can no longer begin in time; empty where all can.
    """

    way: Way
    late: str


def planner_of(look: DecisionLook, step: str = "") -> Planner | None:
    """The planner of a matter; None where no body decides on it or it is signed already.

    `step` comes next where a kind has states of its own before the check.
    One statement reads the sessions of all bodies, one each body that takes part.
    """
    step = step or NEXT_STEPS.get(look.case.state, "")
    if not step:
        return None
    wanted = list(wanted_stations(look))
    if not decides_in(wanted):
        return None
    rules = rules_on(look.call.today)
    return planner_for(
        wanted,
        step=step,
        lead=lead_on(look.route.periods, lead_of(rules), hurries=look.hurries(look.case.round + 1)),
        calendar=look.route.calendar,
        sessions=sessions_from(look.call.today),
        pause=rules.says(Rule.SCHOOL_HOLIDAY_PAUSE),
    )


def decides_in(wanted: Sequence[tuple[Organization, str]]) -> bool:
    """Whether it is clear which body decides in the end."""
    return bool(wanted) and wanted[-1][1] == ConsultationRole.DECISION


def planner_for(
    wanted: Sequence[tuple[Organization, str]],
    *,
    step: str,
    lead: Lead,
    calendar: WorkingCalendar,
    sessions: SessionCalendar,
    pause: bool,
) -> Planner:
    """The planner of whatever these bodies deal with, the last of them deciding."""
    *before, (decides, _role) = wanted
    return Planner(
        calendar=calendar,
        sessions=sessions,
        decides=body_of(decides),
        before=[(body_of(body), role) for body, role in before],
        lead=lead,
        step=step,
        pause=pause,
    )


def planned_way(look: DecisionLook, planner: Planner) -> PlannedWay | None:
    """The chain that is planned; None where none is, or a station has no session yet."""
    rows = open_consultations(look.case.pk)
    if not rows or not all(row.has_session for row in rows):
        return None
    stations = [Station(planned_session(row.meeting), row.role) for row in rows if row.meeting]
    first = stations[0].session
    dates = counted_back(planner.calendar, first.held_on, planner.lead, closes_on=first.closes_on)
    way = Way(stations, dates)
    return PlannedWay(way, late_step(planner, way, look.call.today))


def late_step(planner: Planner, way: Way, today: date) -> str:
    """The next step where it can no longer begin in time, else nothing."""
    return "" if planner.is_reachable(way, today) else planner.step


def without_sessions(planner: Planner) -> list[Body]:
    """The bodies that take part but have no session in the calendar."""
    bodies = [*(body for body, _role in planner.before), planner.decides]
    return [body for body in bodies if not planner.sessions.of(body.key)]


def only_those_that_meet(planner: Planner) -> Planner:
    """The same without the bodies before the decision for which no session is entered."""
    before = [one for one in planner.before if planner.sessions.of(one[0].key)]
    return replace(planner, before=before)


def lead_on(periods: Mapping[str, Period], lead: Lead, *, hurries: bool) -> Lead:
    """How long the steps take by the periods of a route; what it does not say stays as usual."""
    cosigning = SHORT if hurries else "cosigning"
    days = {}
    for name, key in (("check", "check"), ("cosigning", cosigning), ("release", "release")):
        period = periods.get(key)
        if period is not None and period.unit is PeriodUnit.WORKING_DAYS:
            days[name] = period.amount
    return replace(lead, **days)  # type: ignore[arg-type]  # whole numbers of working days only
