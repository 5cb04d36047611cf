"""The named predicates of the co-sign rules: code over fields of the domain object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from workflows.enums import Participation, SilenceEffect
from workflows.models import CosignRule, Unit

from .subjects import DecisionSubject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_STRICTNESS = [Participation.INFORM, Participation.CONTRIBUTE, Participation.COSIGN]

Predicate = Callable[[DecisionSubject, Mapping[str, Decimal]], bool]

PREDICATES: dict[str, Predicate] = {
    "always": lambda _subject, _limits: True,
    "has_cost": lambda subject, _limits: subject.total_cost > 0,
    "cost_above_silence": lambda subject, limits: (
        "silence_finance" in limits and subject.total_cost >= limits["silence_finance"]
    ),
    "local": lambda subject, _limits: bool(subject.district_units()),
}


def holds(predicate: str, subject: DecisionSubject, limits: Mapping[str, Decimal]) -> bool:
    """Whether a predicate holds; `impact_…` are the checkboxes of the impact check."""
    if predicate.startswith("impact_"):
        return predicate.removeprefix("impact_") in subject.impacts()
    return PREDICATES[predicate](subject, limits)


@dataclass(frozen=True, slots=True)
class Participant:
    """A unit that has to be asked, how, and by which rule."""

    unit: int
    participation: str
    silence: str
    reason: str


def participants(
    subject: DecisionSubject,
    rules: Iterable[CosignRule],
    limits: Mapping[str, Decimal],
    *,
    on: date,
) -> list[Participant]:
    """The obligatory set (domain 2.3), the strictest rule per unit; never the lead itself.

    Partners of the city that no rule names co-sign too: they take part in the work.
    """
    rules = [rule for rule in rules if holds(rule.predicate, subject, limits)]
    keys = {rule.unit_function for rule in rules}
    units = {unit.function: unit.successor_id or unit.pk for unit in with_function(keys, on=on)}
    found: dict[int, Participant] = {}
    for rule in rules:
        named = (
            subject.district_units()
            if rule.unit_function == "district"
            else ([units[rule.unit_function]] if rule.unit_function in units else [])
        )
        for unit in named:
            _keep_strictest(
                found, Participant(unit, rule.participation, rule.silence, rule.predicate)
            )
    for unit in subject.partner_ids():
        _keep_strictest(
            found, Participant(unit, Participation.COSIGN, SilenceEffect.DEEMED_GIVEN, "named")
        )
    found.pop(subject.lead_id, None)
    return list(found.values())


def with_function(keys: Iterable[str], *, on: date) -> list[Unit]:
    """The units with these functions on a day, after those whose place another one has taken."""
    named = Unit.objects.filter(function__in=keys)
    here = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
    found = named.filter(here | Q(successor__isnull=False))
    return sorted(found, key=lambda unit: (unit.successor_id is None, unit.valid_from, unit.pk))


def _keep_strictest(found: dict[int, Participant], new: Participant) -> None:
    old = found.get(new.unit)
    if old is None or is_stricter(new, old):
        found[new.unit] = new


def is_stricter(one: Participant, other: Participant) -> bool:
    """Whether one way of being asked binds more than another one."""
    return _rank(one) > _rank(other)


def _rank(item: Participant) -> tuple[int, bool]:
    return _STRICTNESS.index(Participation(item.participation)), item.silence == SilenceEffect.NONE
