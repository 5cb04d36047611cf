"""What a city file says: the organisation, its bodies and its routes, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from workflows.calendars import Period, Rung
from workflows.enums import DeskFunction, Participation, SignatureMark, SilenceEffect, UnitKind

from ..enums import OrganizationType

# In a cosign rule: the district offices of the districts that the case is limited to.
DISTRICT = "district"

# How a function signs where a desk does not say otherwise (only the mayor's representatives i. V.).
USUAL_MARK = {
    DeskFunction.MAYOR: SignatureMark.NONE,
    DeskFunction.OBSERVER: SignatureMark.NONE,
    DeskFunction.GENERAL_DEPUTY: SignatureMark.IN_REPRESENTATION,
    DeskFunction.DEPUTY_MAYOR: SignatureMark.IN_REPRESENTATION,
    DeskFunction.INTEGRATION_DEPUTY: SignatureMark.IN_REPRESENTATION,
}


class Weekday(StrEnum):
    """A day of the week as the file names it."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"

    @property
    def number(self) -> int:
        """As `date.weekday()` counts: Monday is 0."""
        return list(Weekday).index(self)


class Shift(StrEnum):
    """Where a date goes that falls into school holidays."""

    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DayOffRule:
    """A day off each year: a date, or days from Easter Sunday."""

    name: str
    month: int = 0
    day: int = 0
    easter: int | None = None
    # By the law of the Land a public holiday of this municipality (BGB § 193).
    is_public_holiday: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who logs in."""

    email: str
    given_name: str
    family_name: str


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A desk of a unit and the addresses of those who hold it."""

    key: str
    unit: str
    function: DeskFunction
    name: str
    superior: str
    signs: SignatureMark
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit of the tree; `parent` is empty at a root, `function` where no rule names it."""

    key: str
    name: str
    short_name: str
    kind: UnitKind
    function: str
    parent: str
    desks: tuple[DeskEntry, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district with its office and its council."""

    key: str
    name: str
    unit: str
    body: str


@dataclass(frozen=True, slots=True)
class Term:
    """A field of action or a target group; a concept may not leave out a mandatory one."""

    key: str
    name: str
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """The n-th weekday of a month (-1: the last)."""

    month: int
    week: int
    shift: Shift


@dataclass(frozen=True, slots=True)
class FixedSessions:
    """Sessions on days of the year: the council's."""

    weekday: Weekday
    time: time
    dates: tuple[YearlyDate, ...]


@dataclass(frozen=True, slots=True)
class DependentSessions:
    """A session between `from_days` and `to_days` before each one of another body."""

    before: str
    from_days: int
    to_days: int
    weekday: Weekday
    time: time


@dataclass(frozen=True, slots=True)
class WeeklySessions:
    """A session each week: the executive board's."""

    weekday: Weekday
    time: time


@dataclass(frozen=True, slots=True)
class ImmediateRule:
    """A rule of the city by which a committee's decisions are executed at once, and since when."""

    valid_from: date
    valid_until: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of one kind in a body: so many, for whom, with a vote or to advise."""

    role: str
    group: str
    # The account of whoever has the one seat; empty: the function alone is known.
    person: str
    voting: bool
    count: int


@dataclass(frozen=True, slots=True)
class Body:
    """A body that deliberates, and when it meets (None: as needed)."""

    key: str
    name: str
    short_name: str
    kind: OrganizationType
    members: int
    sessions: FixedSessions | DependentSessions | None
    executes_at_once: ImmediateRule | None = None
    place: str = ""
    seats: tuple[Seats, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilRuleEntry:
    """A rule of the city for its council: for one body, a kind of body or all."""

    subject: str
    body: str
    body_type: str
    amount: Decimal | None
    unit: str
    flag: bool | None
    words: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    norm: str
    source: str


@dataclass(frozen=True, slots=True)
class CosignEntry:
    """If the predicate `when` holds, the unit with that function takes part."""

    when: str
    function: str
    participation: Participation
    silence: SilenceEffect
    may_extend: bool


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """The first version of the rules of one kind of case."""

    kind: str
    valid_from: date
    note: str
    cosign_rules: tuple[CosignEntry, ...]
    periods: tuple[tuple[str, Period], ...]
    thresholds: tuple[tuple[str, Decimal], ...]
    ladder: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class City:
    """A whole city file."""

    name: str
    state: str
    valid_from: date
    days_off: tuple[DayOffRule, ...]
    executive_board: WeeklySessions
    editorial_deadline: Period
    units: tuple[UnitEntry, ...]
    accounts: tuple[Account, ...]
    districts: tuple[District, ...]
    fields_of_action: tuple[Term, ...]
    target_groups: tuple[Term, ...]
    bodies: tuple[Body, ...]
    council_rules: tuple[CouncilRuleEntry, ...]
    routes: tuple[RouteEntry, ...]

    def desks(self) -> Iterator[DeskEntry]:
        """All desks in the order of their units."""
        return (desk for unit in self.units for desk in unit.desks)
