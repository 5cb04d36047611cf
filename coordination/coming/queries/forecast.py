"""When matters without a planned session can reach one at the earliest.

Matters that the planner cannot tell apart are planned once: those in the same state, on the same
path, with the same bodies to be heard. One statement brings them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case as Choice
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value, When

from workflows.calendars import Period, PeriodUnit, WorkingCalendar
from workflows.models import RoutePeriod

from ...council.enums import DecisionPath
from ...council.models import Consultation, Organization
from ...council.planning import Way
from ...council.planning.sessions import SessionCalendar
from ...council.queries import Rules
from ...council.queries.planning import lead_of
from ...council.vocabulary import RuleSubject as Rule
from ...decisions.enums import MeasureState as S
from ...decisions.flows.papers import wanted_among
from ...decisions.flows.planning import (
    NEXT_STEPS,
    decides_in,
    lead_on,
    only_those_that_meet,
    planner_for,
)
from ...decisions.queries.urgency import hurried
from ...measures.models import Measure, MeasureQuerySet
from .planned import begin_of, stations_ahead

if TYPE_CHECKING:
    from ...decisions.rules.subjects import DecisionSubject

_ROUTE = F("case__route")
_STEPS = ("check", "cosigning", "cosigning_urgent", "release")
"""The periods of a route that the planner asks for."""


@dataclass(frozen=True, slots=True)
class PlanningFacts:
    """What all matters of a day are planned on, read once."""

    today: date
    rules: Rules
    bodies: Sequence[Organization]
    sessions: SessionCalendar
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Alike:
    """Matters that the planner cannot tell apart, as it sees them (`DecisionSubject`)."""

    state: str
    decision_path: str
    is_current_administration: bool | None
    hurries: bool
    minors: bool
    contract: bool
    total_cost: Decimal
    route: int | None
    districts: tuple[str, ...] = ()

    def impacts(self) -> frozenset[str]:
        """Those of the impact check that decide on bodies."""
        ticked = (("minors", self.minors), ("contract", self.contract))
        return frozenset(name for name, is_ticked in ticked if is_ticked)

    def district_keys(self) -> tuple[str, ...]:
        """The districts to which they are limited."""
        return self.districts


@dataclass(frozen=True, slots=True)
class Expected:
    """The earliest way of some matters; None where no body or no session is in sight."""

    way: Way | None
    keys: list[int]
    """At least one, in their order."""


def unplanned(matters: MeasureQuerySet, *, today: date) -> MeasureQuerySet:
    """Those on the way to a body for which no session to come is planned.

    What was deliberated in a past session waits for its result, not for a session.
    """
    mine = Consultation.objects.filter(case=OuterRef("case"), result="")
    awaited = mine.filter(meeting__is_cancelled=False, meeting__starts_at__lt=begin_of(today))
    waiting = Q(state=S.DELIBERATION) & Exists(mine) & ~Exists(awaited)
    found = Q(decision_path=DecisionPath.CURRENT_ADMINISTRATION)
    # Before the signature nobody knows whether it is current administration.
    to_a_body = Q(state__in=list(NEXT_STEPS)) & (~found | Q(state=S.FINAL_SIGNATURE))
    rows = matters.filter(to_a_body | waiting)
    return rows.filter(~Exists(stations_ahead(today).filter(case=OuterRef("case"))))


def forecast(matters: MeasureQuerySet, facts: PlanningFacts) -> list[Expected]:
    """The matters without a planned session with their earliest ways; three statements."""
    groups = _alike(unplanned(matters, today=facts.today), _limits(facts))
    periods = _periods({one.route for one in groups if one.route})
    ways: dict[tuple[object, ...], Way | None] = {}
    found = []
    for one, keys in groups.items():
        way = _way(one, periods.get(one.route or 0, {}), facts, ways)
        found.append(Expected(way, sorted(keys)))
    return found


def _limits(facts: PlanningFacts) -> list[Decimal]:
    """The sums from which other bodies deliberate."""
    subjects = (Rule.DELIBERATES_FROM, Rule.PROCUREMENT_FROM)
    sums = {facts.rules.amount(subject, body) for subject in subjects for body in facts.bodies}
    return sorted(limit for limit in sums if limit is not None)


def _alike(matters: MeasureQuerySet, limits: Sequence[Decimal]) -> Mapping[Alike, list[int]]:
    reached = [When(cost__gte=limit, then=Value(n)) for n, limit in enumerate(limits, start=1)]
    step = Choice(*reversed(reached), default=Value(0), output_field=IntegerField())
    rows = (
        matters.order_by()
        .values("state", "decision_path", "is_current_administration",
                "impact_minors", "impact_contract", reached=step, route=_ROUTE, hurries=hurried())
        # In no order: the database would sort all of them by all they are told apart by.
        .annotate(keys=ArrayAgg("pk"))
        .values_list("state", "decision_path", "is_current_administration", "hurries",
                     "impact_minors", "impact_contract", "reached", "route", "keys")
    )  # fmt: skip
    local = _districts(matters)
    sums = [Decimal(0), *limits]
    found: dict[Alike, list[int]] = defaultdict(list)
    for state, path, is_current, hurries, minors, contract, number, route, keys in rows:
        alike = Alike(state, path, is_current, hurries, minors, contract, sums[number], route)
        if not local:
            found[alike] += keys
            continue
        for key in keys:
            found[replace(alike, districts=local.get(key, ()))].append(key)
    return found


def _districts(matters: MeasureQuerySet) -> Mapping[int, tuple[str, ...]]:
    """The districts of those that are limited to some."""
    links = Measure.districts.through.objects.filter(measure__in=matters.order_by().values("pk"))
    rows = links.order_by("district__position").values_list("measure", "district__key")
    found: dict[int, tuple[str, ...]] = {}
    for key, district in rows:
        found[key] = (*found.get(key, ()), district)
    return found


def _periods(routes: set[int]) -> Mapping[int, Mapping[str, Period]]:
    found: dict[int, dict[str, Period]] = defaultdict(dict)
    rows = RoutePeriod.objects.filter(route__in=sorted(routes), step__in=_STEPS)
    for route, step, amount, unit in rows.values_list("route", "step", "amount", "unit"):
        found[route][step] = Period(amount, PeriodUnit(unit))
    return found


def _way(
    one: Alike,
    periods: Mapping[str, Period],
    facts: PlanningFacts,
    known: dict[tuple[object, ...], Way | None],
) -> Way | None:
    step = NEXT_STEPS.get(one.state)
    subject = cast("DecisionSubject", one)
    wanted = list(wanted_among(subject, one.state, facts.rules, facts.bodies)) if step else []
    if step is None or not decides_in(wanted):
        return None
    lead = lead_on(periods, lead_of(facts.rules), hurries=one.hurries)
    same = (step, lead, *((body.pk, role) for body, role in wanted))
    if same not in known:
        planner = planner_for(
            wanted, step=step, lead=lead, calendar=facts.calendar, sessions=facts.sessions,
            pause=facts.rules.says(Rule.SCHOOL_HOLIDAY_PAUSE),
        )  # fmt: skip
        known[same] = only_those_that_meet(planner).earliest(facts.today)
    return known[same]


def matching_day(
    way: Way | None, *, body: int | None, since: date | None, until: date | None
) -> date | None:
    """The first day of a way that lies before this body and between these days."""
    return next(_days(way, body, since, until), None)


def _days(
    way: Way | None, body: int | None, since: date | None, until: date | None
) -> Iterator[date]:
    for station in way.stations if way else ():
        day = station.session.held_on
        is_asked = body is None or station.body.id == body
        if is_asked and (since is None or since <= day) and (until is None or day <= until):
            yield day
