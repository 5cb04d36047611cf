"""Substitutions in lists, and for whom a person may enter one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from ...enums import DeskFunction
from ...machine import registered_flows
from ...models import DeskHolder, Substitution, User
from .accounts import accounts
from .staff import staff

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


@dataclass(frozen=True, slots=True)
class Left:
    """An absent person for whom nobody stands in from one day to another."""

    person: User
    first: date
    last: date


def left_without(deputy: int, *, first: date, last: date) -> list[Left]:
    """For whom nobody stands in on some of these days while a deputy of theirs is away then.

    The deputy counts as away on all these days, and another deputy as they are entered.
    """
    now = Substitution.objects.filter(revoked_at=None, starts_on__lte=last, ends_on__gte=first)
    mine = list(now.filter(deputy=deputy).select_related("represented"))
    if not mine:
        return []
    people = {row.represented_id for row in mine}
    entered = now.filter(represented__in=people, deputy__deactivated_at=None)
    others = [row for row in entered.order_by("rank", "pk") if row.deputy_id != deputy]
    away = list(now.filter(represented__in={row.deputy_id for row in others}))
    days = {row: _days(max(first, row.starts_on), min(last, row.ends_on)) for row in mine}
    found: dict[int, Left] = {}
    for row, span in days.items():
        theirs = [other for other in others if other.represented_id == row.represented_id]
        present = [
            day
            for day in span
            if not all(_stands_in(theirs, away, day, s) for s in row.steps or [""])
        ]
        if present:
            found.setdefault(row.represented_id, Left(row.represented, present[0], present[-1]))
    return list(found.values())


def _stands_in(
    entered: Iterable[Substitution], away: Sequence[Substitution], day: date, step: str
) -> bool:
    """Whether one of these deputies is there on a day for a kind of task; "": for everything."""
    return any(
        row.starts_on <= day <= row.ends_on
        and (not row.steps or step in row.steps)
        and not any(
            other.represented_id == row.deputy_id and other.starts_on <= day <= other.ends_on
            for other in away
        )
        for row in entered
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def superiors_of(person: int, *, on: date) -> set[int]:
    """Who is there at the desks above those that a person holds, the next where somebody is."""
    day = staff(on=on)
    held = DeskHolder.objects.in_force(on=on).filter(person=person, desk__closed_on=None)
    above = set(held.values_list("desk__superior", flat=True)) - {None}
    return {signer.person for desk in above if desk for signer in day.signers(desk, "")} - {person}
