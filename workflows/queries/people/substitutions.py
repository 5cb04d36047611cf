"""Substitutions in lists, and for whom a person may enter one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from ...enums import DeskFunction
from ...machine import registered_flows
from ...models import DeskHolder, Substitution, User
from .accounts import accounts

LEADS = frozenset({
    DeskFunction.HEAD,
    DeskFunction.DEPUTY_MAYOR,
    DeskFunction.INTEGRATION_DEPUTY,
    DeskFunction.GENERAL_DEPUTY,
    DeskFunction.MAYOR,
})  # fmt: skip
"""Functions that lead the unit of their desk."""


class Time(TextChoices):
    """Which substitutions a list shows."""

    RUNNING = "running", _("running")
    TO_COME = "to_come", _("to come")
    OVER = "over", _("over or revoked")


def substitutions(*, on: date, time: str = Time.RUNNING) -> QuerySet[Substitution]:
    """Substitutions by time with everybody concerned, in the order in which they begin."""
    rows = Substitution.objects.select_related("represented", "deputy", "entered_by")
    match time:
        case Time.TO_COME:
            return rows.filter(revoked_at=None, starts_on__gt=on).order_by(
                "starts_on", "represented__sort_key", "rank", "pk"
            )
        case Time.OVER:
            over = Q(ends_on__lt=on) | Q(revoked_at__isnull=False)
            return rows.filter(over).order_by("-ends_on", "-pk")
        case _:
            return rows.in_force(on=on).order_by("represented__sort_key", "rank", "pk")


def staff_of(person: User, *, on: date) -> QuerySet[User]:
    """Whom a person leads on that day: who sits in a unit or at a desk below a desk of theirs."""
    lead = DeskHolder.objects.in_force(on=on).filter(person=person, desk__function__in=LEADS)
    below = Q(desk__unit__in=lead.values("desk__unit")) | Q(desk__superior__in=lead.values("desk"))
    staff = DeskHolder.objects.not_over(on=on).filter(below, desk__closed_on=None)
    return (
        accounts().filter(deactivated_at=None, pk__in=staff.values("person")).exclude(pk=person.pk)
    )


def absences_of(people: Iterable[User], *, on: date) -> QuerySet[Substitution]:
    """Running and coming substitutions of these persons."""
    return (
        Substitution.objects.not_over(on=on)
        .filter(represented__in=[person.pk for person in people])
        .select_related("represented", "deputy")
        .order_by("starts_on", "represented__sort_key", "rank", "pk")
    )


def kinds_of_task() -> Mapping[str, str]:
    """The kinds of task to which a deputy may be limited: keys of steps with their titles."""
    titles: dict[str, list[str]] = {}
    for flow in registered_flows():
        for step in flow.all_steps():
            titles.setdefault(step.key, []).append(str(step.title))
    return {key: " / ".join(dict.fromkeys(words)) for key, words in titles.items()}


def is_away_throughout(absences: Iterable[Substitution], *, first: date, last: date) -> bool:
    """Whether these absences leave no day from the first to the last."""
    day = first
    for row in sorted(absences, key=lambda row: row.starts_on):
        if row.starts_on > day:
            return False
        day = max(day, row.ends_on + timedelta(days=1))
    return day > last


def partly_away(person: int, *, first: date, last: date) -> list[Substitution]:
    """The absences of a person that fall into these days, the earliest first."""
    rows = Substitution.objects.filter(
        represented=person, revoked_at=None, starts_on__lte=last, ends_on__gte=first
    )
    return list(rows.order_by("starts_on", "pk"))
