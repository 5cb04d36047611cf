"""A whole city at once, into an empty organisation: what `init_city` brings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from ...calendars import Period, Rung
from ...enums import SignatureMark
from ...models import Case, Desk, RouteVersion, Unit, User
from ...refusals import Conflict
from ...untyped import Json
from ..acting.acts import Request, act
from .foundation import found_organisation
from .routes import RouteRule, add_days_off, publish_route

_AT_ONCE = 2000
"""Rows per act: the events of one act are one statement, which has a limit of parameters."""


class AlreadyEstablished(Conflict):
    """There are units already; a city is only established once."""

    @property
    def text(self) -> str:
        return _("There is a city already. It is changed by the organisation office on its pages.")


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit; `parent` is the key of the unit above, empty at a root."""

    key: str
    name: str
    short_name: str
    kind: str
    function: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class NewDesk:
    """A desk; `unit` and `superior` are keys."""

    key: str
    unit: str
    name: str
    function: str
    superior: str = ""
    signs: str = SignatureMark.BY_ORDER


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account without a password."""

    email: str
    given_name: str
    family_name: str
    language: str = "de"


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """Who holds a desk, by the desk's key and the person's address."""

    desk: str
    email: str


@dataclass(frozen=True, slots=True)
class NewRoute:
    """The first version of the rules of one kind of case."""

    kind: str
    valid_from: date
    note: str
    cosign_rules: tuple[RouteRule, ...] = ()
    periods: Mapping[str, Period] = field(default_factory=dict)
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True)
class Established:
    """The ids of what was made, by the keys that the city's file uses."""

    case: int
    units: Mapping[str, int]
    desks: Mapping[str, int]
    people: Mapping[str, int]
    routes: Mapping[str, int]


@transaction.atomic
def establish(
    *,
    units: Sequence[NewUnit],
    desks: Sequence[NewDesk],
    people: Sequence[NewPerson],
    appointments: Sequence[NewAppointment],
    valid_from: date,
    at: datetime,
    routes: Sequence[NewRoute] = (),
    days_off: Mapping[date, str] | None = None,
    holidays: Collection[date] = (),
    invite: bool = False,
) -> Established:
    """Make a whole city by the system, all or nothing, with an event for each row.

    Units, desks and appointments hold from `valid_from` on; `invite` writes an invitation to
    everybody. Raises AlreadyEstablished if there are units; GuardsUnmet for a route that its
    process does not understand. What fits together is the caller's promise: the database and a
    ValueError for circular or unknown keys are only the net below.
    """
    case = found_organisation(at=at)
    Case.objects.select_for_update().get(pk=case)
    if Unit.objects.exists():
        raise AlreadyEstablished
    day = {"valid_from": str(valid_from)}
    for level in _levels([asdict(row) | day for row in units], "parent"):
        _bring(case, "units", level, at=at)
    for level in _levels([asdict(row) for row in desks], "superior"):
        _bring(case, "desks", level, at=at)
    _bring(case, "people", [asdict(row) for row in people], at=at, invite=invite)
    _bring(case, "appointments", [asdict(row) | day for row in appointments], at=at)
    for route in routes:
        publish_route(
            kind=route.kind, valid_from=route.valid_from, note=route.note, by=None, at=at,
            cosign_rules=route.cosign_rules, periods=route.periods, thresholds=route.thresholds,
            ladder=route.ladder,
        )  # fmt: skip
    if days_off:
        add_days_off(days=days_off, holidays=holidays, by=None, at=at)
    return _established(case)


def _bring(case: int, name: str, rows: Sequence[Json], *, at: datetime, **more: object) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        data = {name: rows[start : start + _AT_ONCE], **more}
        act(Request(case=case, name=f"establish_{name}", by=None, at=at, data=data), system=True)


def _levels(rows: Sequence[Json], above: str) -> Iterator[list[Json]]:
    """The rows from the top down, so that each comes after the one above it."""
    known: set[str] = set()
    rest = list(rows)
    while rest:
        level = [row for row in rest if not row[above] or row[above] in known]
        if not level:
            raise ValueError(f"unknown or circular: {', '.join(row['key'] for row in rest)}")
        yield level
        known |= {row["key"] for row in level}
        rest = [row for row in rest if row["key"] not in known]


def _established(case: int) -> Established:
    routes = RouteVersion.objects.order_by("number").values_list("kind", "pk")
    return Established(
        case=case,
        units=dict(Unit.objects.values_list("key", "pk")),
        desks=dict(Desk.objects.values_list("key", "pk")),
        people=dict(User.objects.values_list("email", "pk")),
        routes=dict(routes),
    )
