"""The report of roles: who held which desk when, who changed it, what excludes itself.

For the organisation office and the auditors; it names desks and people, never a matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from ...calendars import local_date
from ...enums import LEADING, DeskFunction, UnitKind
from ...models import Desk, DeskHolder, Event, Substitution, Unit, User
from .accounts import OUTSIDE
from .desks import held_by
from .office import keeps_organisation
from .trail import trail

auditing_offices: set[str] = set()
"""Function keys of the units that audit the city: they read the report and hold nothing else."""


def reads_roles(user: User, *, at: datetime) -> bool:
    """Whether this person may read the report: the organisation office, and who audits."""
    desks = held_by(user.pk, on=local_date(at))
    return keeps_organisation(desks) or any(
        desk.unit_function in auditing_offices for desk in desks
    )


def appointments(*, first: date, last: date) -> QuerySet[DeskHolder]:
    """Who held which desk on some day of a period, in the order of units, desks and days."""
    rows = DeskHolder.objects.filter(valid_from__lte=last).filter(
        Q(valid_until=None) | Q(valid_until__gte=first)
    )
    return rows.select_related("person", "desk__unit").order_by(
        "desk__unit__sort_key", "desk__unit", "desk__name", "desk", "valid_from", "pk"
    )


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An open desk that nobody holds, and the last day on which somebody did; None: nobody ever."""

    desk: Desk
    last: date | None


def vacant_desks(*, on: date) -> list[Vacancy]:
    """Open desks that nobody with an account holds on a day, in the order of units and names."""
    held = DeskHolder.objects.in_force(on=on).filter(person__deactivated_at=None)
    before = DeskHolder.objects.filter(desk=OuterRef("pk"), valid_until__lt=on).values("desk")
    last = before.annotate(last=Max("valid_until")).values("last")
    units = Unit.objects.in_force(on=on).exclude(kind__in=OUTSIDE)
    desks = Desk.objects.filter(closed_on=None, unit__in=units).exclude(pk__in=held.values("desk"))
    found = desks.annotate(last_held=Subquery(last)).select_related("unit", "superior__unit")
    ordered = found.order_by("unit__sort_key", "unit", "name", "pk")
    return [Vacancy(desk, desk.last_held) for desk in ordered]


def stood_in(*, first: date, last: date) -> QuerySet[Substitution]:
    """Who stood in for whom on some day of a period."""
    rows = Substitution.objects.filter(starts_on__lte=last, ends_on__gte=first)
    return rows.select_related("represented", "deputy", "entered_by").order_by(
        "represented__sort_key", "starts_on", "rank", "pk"
    )


@dataclass(frozen=True, slots=True)
class Change:
    """Who entered or ended an appointment, and when; `by` None: the system."""

    by: User | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """By appointment who entered it and who ended it; what came with the founding has neither."""

    entered: Mapping[int, Change]
    ended: Mapping[int, Change]


def changes_of(rows: Iterable[DeskHolder]) -> Changes:
    """Of these appointments; one statement."""
    keys = {row.pk for row in rows}
    named = Q(action__in=("appoint", "end_appointment"), data__appointment__in=sorted(keys))
    events = trail().filter(named | Q(action="let_leave")).select_related(None)
    entered: dict[int, Change] = {}
    ended: dict[int, Change] = {}
    for event in events.select_related("actor").order_by("seq"):
        change = Change(event.actor, event.at)
        for key in _named(event, "appointment", "appointments"):
            (ended if event.action == "end_appointment" else entered)[key] = change
        for key in _named(event, "", "ended"):
            ended[key] = change
    return Changes(
        {key: change for key, change in entered.items() if key in keys},
        {key: change for key, change in ended.items() if key in keys},
    )


def _named(event: Event, one: str, several: str) -> list[int]:
    found = [event.data.get(one), *event.data.get(several, ())]
    return [key for key in found if isinstance(key, int)]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A person who holds two desks that exclude one another, and why they do."""

    person: User
    desks: tuple[Desk, Desk]
    why: str


def exclusions(*, on: date) -> list[Exclusion]:
    """Who holds two desks on a day that exclude one another; two statements."""
    rows = DeskHolder.objects.in_force(on=on).filter(
        desk__closed_on=None, person__deactivated_at=None
    )
    held: dict[User, list[Desk]] = defaultdict(list)
    ordered = rows.select_related("person", "desk__unit")
    for row in ordered.order_by("person__sort_key", "person", "desk__name", "desk"):
        held[row.person].append(row.desk)
    above = dict(Desk.objects.filter(closed_on=None).values_list("pk", "superior"))
    found = []
    for person, desks in held.items():
        for one, other in combinations(desks, 2):
            if why := why_excluded(one, other, above):
                found.append(Exclusion(person, (one, other), why))
    return found


def why_excluded(one: Desk, other: Desk, above: Mapping[int, int | None]) -> str:
    """Why nobody should hold both; empty where nothing speaks against it."""
    if one.pk == other.pk:
        return ""
    pair = ((one, other), (other, one))
    for here, there in pair:
        if there.pk in _way_up(here.pk, above):
            return _("Four eyes: one desk prepares what the other one signs.")
    return next(filter(None, (_excludes(here, there) for here, there in pair)), "")


def _excludes(here: Desk, there: Desk) -> str:
    if here.unit.kind in OUTSIDE and there.unit.kind not in OUTSIDE:
        if here.unit.kind == UnitKind.COUNCIL:
            return _("Nobody sits in the council and works for the city (KWahlG NRW § 13).")
        return _("Nobody speaks for a partner and works for the city.")
    if here.unit.function in auditing_offices and there.unit.function != here.unit.function:
        return _("Nobody audits what they work on elsewhere (GO NRW § 101).")
    if here.function == DeskFunction.ORGANISATION and there.function in DECIDING:
        return _("Nobody who gives out rights decides in the matter.")
    return ""


DECIDING: Sequence[str] = (
    *LEADING,
    DeskFunction.GENERAL_DEPUTY,
    DeskFunction.INTEGRATION_DEPUTY,
    DeskFunction.COSIGNER,
)
"""Functions that sign something."""


def _way_up(desk: int, above: Mapping[int, int | None]) -> set[int]:
    seen: set[int] = set()
    here = above.get(desk)
    while here is not None and here not in seen:
        seen.add(here)
        here = above.get(here)
    return seen
