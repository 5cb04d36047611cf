"""Accounts as the organisation office sees them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from ...enums import UnitKind
from ...models import DeskHolder, Substitution, User, din5007_key
from ...spelling import folded, sought

OUTSIDE = frozenset({UnitKind.PARTNER, UnitKind.COUNCIL})
"""Kinds of units whose people do not belong to the administration."""


class Standing(TextChoices):
    """Which accounts a list shows."""

    ACTIVE = "active", _("active")
    NO_DESK = "no_desk", _("active without a desk")
    INVITED = "invited", _("not yet logged in")
    DEACTIVATED = "deactivated", _("deactivated")
    ALL = "all", _("all")


def accounts() -> QuerySet[User]:
    """All accounts but the technical ones, in the order of names."""
    return User.objects.filter(is_superuser=False).order_by("sort_key", "pk")


def people(*, on: date, words: str = "", standing: str = Standing.ACTIVE) -> QuerySet[User]:
    """Accounts whose name or address holds all words; `desks_now` has the desks of that day."""
    found = accounts()
    for word in words.split():
        key = din5007_key(word, names=True)
        by_name = Q(sort_key__contains=key) if key else Q()
        found = found.filter(by_name | Q(email__icontains=word))
    found = _standing(found, standing, on)
    held = DeskHolder.objects.in_force(on=on).select_related("desk__unit").order_by("desk__name")
    return found.prefetch_related(Prefetch("desks_held", queryset=held, to_attr="desks_now"))


def find_person(words: str, *, among: QuerySet[User] | None = None) -> list[User]:
    """Active accounts that an address or a name means: the one of the address, else by name."""
    words = sought(words)
    active = (accounts() if among is None else among).filter(deactivated_at=None)
    exact = active.filter(email__iexact=words).first()
    if exact is not None:
        return [exact]
    for word in words.split():
        key = din5007_key(word, names=True)
        active = active.filter(Q(sort_key__contains=key) if key else Q(pk=None))
    found = list(active[:11]) if words else []
    same_name = [p for p in found if folded(p.get_full_name()) == folded(words)]
    return same_name if len(same_name) == 1 else found


def works_outside(person: int, *, on: date) -> bool:
    """Whether all desks of a person are outside the administration: partners, council members."""
    held = DeskHolder.objects.not_over(on=on).filter(person=person)
    kinds = set(held.values_list("desk__unit__kind", flat=True))
    return bool(kinds) and kinds <= OUTSIDE


def of_guest(*, on: date) -> Q:
    """Whether an account is a guest's: it holds, or held, a desk at a partner and none elsewhere.

    So a guest stays one when the access has ended, and nobody of the administration is one.
    """
    held = DeskHolder.objects.filter(person=OuterRef("pk"))
    elsewhere = held.in_force(on=on).exclude(desk__unit__kind=UnitKind.PARTNER)
    return Q(Exists(held.filter(desk__unit__kind=UnitKind.PARTNER)) & ~Exists(elsewhere))


def guests(*, on: date) -> QuerySet[User]:
    """The accounts of guests."""
    return User.objects.filter(of_guest(on=on))


def colleagues_of(person: int, *, on: date) -> QuerySet[User]:
    """The people who hold a desk in a unit of this person."""
    held = DeskHolder.objects.not_over(on=on)
    units = held.filter(person=person).values("desk__unit")
    return accounts().filter(pk__in=held.filter(desk__unit__in=units).values("person"))


def substitutions_of(person: int) -> QuerySet[Substitution]:
    """Substitutions in which the person is represented or deputy, the latest first."""
    return (
        Substitution.objects.filter(Q(represented=person) | Q(deputy=person))
        .select_related("represented", "deputy", "entered_by")
        .order_by("-starts_on", "represented", "rank", "-pk")
    )


def _standing(found: QuerySet[User], standing: str, on: date) -> QuerySet[User]:
    held = DeskHolder.objects.not_over(on=on).filter(person=OuterRef("pk"))
    invited = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)
    match standing:
        case Standing.DEACTIVATED:
            return found.exclude(deactivated_at=None)
        case Standing.NO_DESK:
            return found.filter(~Exists(held), deactivated_at=None)
        case Standing.INVITED:
            return found.filter(invited, deactivated_at=None)
        case Standing.ALL:
            return found
        case _:
            return found.filter(deactivated_at=None)
