"""Setting up the city from its file, and planning its sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from workflows.actions import people as organisation
from workflows.calendars import local_date
from workflows.models import DayOff, Unit
from workflows.queries.people.routes import working_calendar

from ...city.file import City, CityFileError, days_off_of, holidays_of, sessions_of
from ...city.file.schema import RouteEntry, Term
from ...city.models import District, FieldOfAction, TargetGroup
from ...city.queries.fitting import lacking_entries, unfit_entries
from ...council.actions.calendar import take_stock
from ...council.models import (
    CouncilRule,
    Meeting,
    Membership,
    Organization,
    OrganizationSize,
)
from ...decisions.rules.predicates import PREDICATES
from ...measures.models.measure import IMPACTS
from .bodies import load_bodies
from .rules import load_rules, unfit_rules

# Days off are entered this far ahead: the longest deadline of the process, three years, and room.
_YEARS_AHEAD = 5


@dataclass(frozen=True, slots=True)
class LoadedCity:
    """What loading a city file did; all zero where everything stood already."""

    units: int
    desks: int
    people: int
    bodies: int
    sessions: int


def load_city(city: City, *, at: datetime, sessions_until: date) -> LoadedCity:
    """Set up a whole city in one transaction: organisation, catalogues, bodies, sessions.

    First every problem is sought; with one, nothing is written and CityFileError lists them all.
    Into an empty organisation everything goes, each entry with its event in the organisation's
    trail. Where the city is set up already its organisation stays as it is (the organisation
    office keeps it on its pages), catalogues and bodies get the file's names, and sessions and
    days off that lie later than those known are added; the same file twice changes nothing.
    """
    problems = [*unfit_entries(city, predicates=_predicates()), *unfit_rules(city)]
    is_new = not Unit.objects.exists()
    if not is_new:
        problems += lacking_entries(city)
    if problems:
        raise CityFileError(problems)
    with transaction.atomic():
        if is_new:
            _establish(city, at=at)
        else:
            _add_days_off(city, at=at)
        _load_catalogues(city)
        before = _kept()
        bodies = load_bodies(city)
        load_rules(city)
        take_stock(at=at, anew=_kept() != before)
        sessions = plan_sessions(city, first=local_date(at), last=sessions_until)
    return LoadedCity(
        units=len(city.units) if is_new else 0,
        desks=len(list(city.desks())) if is_new else 0,
        people=len(city.accounts) if is_new else 0,
        bodies=bodies,
        sessions=sessions,
    )


def _kept() -> int:
    """How many rules, sizes and seats there are."""
    kept = (CouncilRule.objects, Membership.objects, OrganizationSize.objects)
    return sum(rows.count() for rows in kept)


def plan_sessions(city: City, *, first: date, last: date) -> int:
    """Enter the sessions from `first` to `last` that lie after those a body already has.

    A body's own changes (a session moved or cancelled) are never touched. Returns how many.
    """
    bodies = {body.key: body for body in Organization.objects.all()}
    planned = dict(
        Meeting.objects.values_list("organization__key").annotate(latest=Max("starts_at"))
    )
    places = {body.key: body.place for body in city.bodies}
    meetings = [
        Meeting(
            organization=bodies[session.body],
            starts_at=session.starts_at,
            closes_on=session.closes_on,
            location=places[session.body],
        )
        for session in sessions_of(city, working_calendar(), first=first, last=last)
        if session.body not in planned or session.starts_at > planned[session.body]
    ]
    return len(Meeting.objects.bulk_create(meetings))


def _predicates() -> list[str]:
    return [*PREDICATES, *(f"impact_{name}" for name in IMPACTS)]


def _establish(city: City, *, at: datetime) -> None:
    years = range(city.valid_from.year, at.year + _YEARS_AHEAD + 1)
    organisation.establish(
        units=_units(city),
        desks=_desks(city),
        people=[
            organisation.NewPerson(
                email=account.email,
                given_name=account.given_name,
                family_name=account.family_name,
            )
            for account in city.accounts
        ],
        appointments=[
            organisation.NewAppointment(desk=desk.key, email=holder)
            for desk in city.desks()
            for holder in desk.holders
        ],
        routes=[_route(route) for route in city.routes],
        days_off=days_off_of(city, years),
        holidays=holidays_of(city, years),
        valid_from=city.valid_from,
        at=at,
    )


def _units(city: City) -> list[organisation.NewUnit]:
    return [
        organisation.NewUnit(
            key=unit.key,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            function=unit.function,
            parent=unit.parent,
        )
        for unit in city.units
    ]


def _desks(city: City) -> list[organisation.NewDesk]:
    return [
        organisation.NewDesk(
            key=desk.key,
            unit=desk.unit,
            name=desk.name,
            function=desk.function,
            superior=desk.superior,
            signs=desk.signs,
        )
        for desk in city.desks()
    ]


def _route(route: RouteEntry) -> organisation.NewRoute:
    return organisation.NewRoute(
        kind=route.kind,
        valid_from=route.valid_from,
        note=route.note,
        cosign_rules=tuple(
            organisation.RouteRule(
                predicate=rule.when,
                unit_function=rule.function,
                participation=rule.participation,
                silence=rule.silence,
                may_extend=rule.may_extend,
            )
            for rule in route.cosign_rules
        ),
        periods=dict(route.periods),
        thresholds=dict(route.thresholds),
        ladder=route.ladder,
    )


def _add_days_off(city: City, *, at: datetime) -> None:
    """The years that have none yet; what the office changed in the others stays."""
    known = DayOff.objects.aggregate(latest=Max("day"))["latest"]
    first = known.year + 1 if known else at.year
    years = range(first, at.year + _YEARS_AHEAD + 1)
    if days := days_off_of(city, years):
        holidays = holidays_of(city, years)
        organisation.add_days_off(days=days, holidays=holidays, by=None, at=at)


def _load_catalogues(city: City) -> None:
    _load_terms(FieldOfAction, city.fields_of_action)
    groups = {term.key: {"is_mandatory": term.mandatory} for term in city.target_groups}
    _load_terms(TargetGroup, city.target_groups, groups)
    units = dict(Unit.objects.values_list("key", "pk"))
    districts = {district.key: {"unit_id": units[district.unit]} for district in city.districts}
    _load_terms(District, [Term(d.key, d.name) for d in city.districts], districts)


def _load_terms(
    model: type[FieldOfAction | TargetGroup | District],
    terms: Sequence[Term],
    more: Mapping[str, Mapping[str, object]] | None = None,
) -> None:
    for position, term in enumerate(terms):
        values = {"name": term.name, "position": position, **(more or {}).get(term.key, {})}
        model.objects.update_or_create(key=term.key, defaults=values)
