"""Who has an access today, and what whoever keeps them sees of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from workflows.calendars import local_date
from workflows.enums import DeskFunction, UnitKind
from workflows.models import Case, DeskHolder, Unit, User
from workflows.refusals import Invisible

from ...city.queries.outside import people_outside
from ..enums import GuestState
from ..models import GuestAccess, GuestLook

SHOWN = 200


def partners(*, on: date) -> QuerySet[Unit]:
    """Whose people may be invited: the partners of the city that are in force."""
    rows = Unit.objects.in_force(on=on).filter(kind=UnitKind.PARTNER)
    return rows.order_by("sort_key", "pk")


def open_accesses(*, on: date) -> QuerySet[GuestAccess]:
    """Granted, and the last day is not over."""
    return GuestAccess.objects.filter(case__state=GuestState.GRANTED, until__gte=on)


def has_access(unit: int, on: date) -> bool:
    """Whether somebody of a partner could log in that day and speak for it: as `access_of` asks."""
    held = DeskHolder.objects.in_force(on=on).filter(
        person=OuterRef("person"), desk__unit=unit, desk__function=DeskFunction.OBSERVER,
        desk__closed_on=None, person__deactivated_at=None,
    )  # fmt: skip
    rows = open_accesses(on=on).filter(unit=unit, unit__in=partners(on=on))
    return rows.filter(Exists(held)).exists()


def access_of(person: User, *, at: datetime) -> GuestAccess:
    """The access of this very person today; raises Invisible (404) before, after and without one.

    Nobody stands in: it was granted to a person. Whoever no longer holds a desk of the partner
    has none, nor has anybody of a partner that is gone.
    """
    today = local_date(at)
    rows = open_accesses(on=today).filter(person=person, unit__in=partners(on=today))
    found = rows.select_related("unit", "case").first()
    if found is None or not people_outside(found.unit, on=today).filter(person=person).exists():
        raise Invisible
    return found


def accesses_seen_by(viewer: User, *, at: datetime) -> list[GuestAccess]:
    """The accesses whose cases this person sees, the open ones first; with the last look."""
    seen = Case.objects.visible_to(viewer, at=at).filter(kind="guest")
    rows = GuestAccess.objects.filter(case__in=seen).annotate(last_look=Max("looks__at"))
    order = F("case__closed_at").desc(nulls_first=True), "unit__sort_key", "person__sort_key", "pk"
    return list(rows.select_related("case", "person", "unit").order_by(*order)[:SHOWN])


def access_seen_by(viewer: User, case: int, *, at: datetime) -> GuestAccess:
    """The access of a case; raises Invisible (404) if this person does not see it."""
    visible = Case.objects.visible_to(viewer, at=at)
    rows = GuestAccess.objects.select_related("case", "person", "unit").filter(case__in=visible)
    found = rows.filter(case=case).first()
    if found is None:
        raise Invisible
    return found


def looks_of(access: GuestAccess) -> list[GuestLook]:
    """The last looks, the latest first."""
    return list(access.looks.all()[:SHOWN])


def of_a_partner(person: User) -> bool:
    """Whether somebody holds, or held, a desk at a partner of the city."""
    rows = DeskHolder.objects.filter(person=person, desk__unit__kind=UnitKind.PARTNER)
    return rows.exists()


def last_of(person: User) -> GuestAccess | None:
    """The last access of a person, over or not."""
    rows = GuestAccess.objects.filter(person=person).select_related("unit", "case")
    return rows.order_by("-pk").first()
