"""Which keys a new version of a route may name, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...machine import flow_for
from ...models import CosignRule, RoutePeriod, RouteThreshold, RouteVersion

if TYPE_CHECKING:
    from ...definitions import Text


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Keys with their names: what the flow declares and what the last version uses.

    `needed_…` are the keys of the last version: a newer one may not leave them out.
    """

    predicates: Mapping[str, Text]
    unit_functions: Mapping[str, Text]
    periods: Mapping[str, Text]
    thresholds: Mapping[str, Text]
    needed_periods: frozenset[str]
    needed_thresholds: frozenset[str]
    retired_periods: frozenset[str]
    retired_thresholds: frozenset[str]
    is_first: bool

    def is_strange(self, key: str, known: Mapping[str, Text]) -> bool:
        """Whether nobody knows the key; a flow without words takes any in its first version."""
        return key not in known and not (self.is_first and not known)


def known_words(kind: str) -> KnownWords:
    """The words of a kind's route; raises UnknownKindError."""
    flow = flow_for(kind)
    words, last = flow.route_words, last_version(kind)
    periods = set(RoutePeriod.objects.filter(route=last).values_list("step", flat=True))
    thresholds = set(RouteThreshold.objects.filter(route=last).values_list("key", flat=True))
    rules = CosignRule.objects.filter(route=last).values_list("predicate", "unit_function")
    of_steps = {step.period or step.key: step.title for step in flow.all_steps()}
    return KnownWords(
        predicates={**{key: key for key, _unit in rules}, **words.predicates},
        unit_functions={**{unit: unit for _key, unit in rules}, **words.unit_functions},
        periods={**{key: key for key in periods}, **of_steps, **words.periods},
        thresholds={**{key: key for key in thresholds}, **words.thresholds},
        needed_periods=frozenset(periods - words.retired_periods),
        needed_thresholds=frozenset(thresholds - words.retired_thresholds),
        retired_periods=words.retired_periods,
        retired_thresholds=words.retired_thresholds,
        is_first=last is None,
    )


def last_version(kind: str) -> RouteVersion | None:
    """The newest version of a kind's route, in force or planned."""
    return RouteVersion.objects.filter(kind=kind).order_by("-number").first()
