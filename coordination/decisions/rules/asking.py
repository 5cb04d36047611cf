"""Which offices are asked about a measure, and why, in words for who writes or checks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from workflows.enums import Participation, SilenceEffect
from workflows.models import CosignRule, Unit
from workflows.queries.people.routes import cosign_rules_of, thresholds_of

from .predicates import participants
from .route_words import ROUTE_WORDS
from .subjects import DecisionSubject

NAMED_BY_LEAD = "named"
ADDED = "added"
ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Asked:
    """One office that is asked: how it takes part, why, and what its silence means."""

    unit: Unit
    participation: str
    silence: str
    reason: str

    @property
    def because(self) -> str:
        """Why it is asked, in words."""
        return because(self.reason)

    @property
    def how(self) -> str:
        """How it takes part, in words."""
        return str(Participation(self.participation).label)

    def __str__(self) -> str:
        return _("%(office)s: %(participation)s, because %(reason)s (silence: %(silence)s)") % {
            "office": self.unit.name,
            "participation": Participation(self.participation).label,
            "reason": because(self.reason),
            "silence": SilenceEffect(self.silence).label,
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An office that might be asked as well, and what speaks for it."""

    unit: int
    why: str


def because(reason: str) -> str:
    """The reason for asking an office, in words."""
    if reason == NAMED_BY_LEAD:
        return _("named as a partner or as responsible")
    if reason == ADDED:
        return _("asked by the secretariat beside the others")
    if reason == ALWAYS:
        return _("it is asked about every measure")
    return str(ROUTE_WORDS.predicates.get(reason, reason))


def asked_offices(measure: DecisionSubject, *, on: date) -> list[Asked]:
    """The offices that a co-signature begun on this day would ask, by name."""
    route = measure.case.route_id
    found = participants(measure, cosign_rules_of(route), thresholds_of(route), on=on)
    units = Unit.objects.in_bulk([who.unit for who in found])
    asked = [Asked(units[who.unit], who.participation, who.silence, who.reason) for who in found]
    return sorted(asked, key=lambda who: who.unit.sort_key)


def asked_by_predicate(route: int | None, *, on: date) -> Mapping[str, Sequence[str]]:
    """The offices that each predicate of a route asks, by the predicate's key."""
    rules: list[CosignRule] = cosign_rules_of(route)
    keys = {rule.unit_function for rule in rules}
    units = Unit.objects.in_force(on=on).filter(function__in=keys)
    names: dict[str, Any] = dict(units.values_list("function", "name"))
    names |= ROUTE_WORDS.unit_functions
    found: dict[str, list[str]] = {}
    for rule in rules:
        name = str(names.get(rule.unit_function, rule.unit_function))
        if name not in found.setdefault(rule.predicate, []):
            found[rule.predicate].append(name)
    return found
