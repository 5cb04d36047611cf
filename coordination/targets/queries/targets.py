"""The targets that somebody sees, and one of them with its objectives and what serves them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from workflows.models import User
from workflows.queries.acting.seen import SeenOne

from ..enums import ObjectiveStatus, TargetState
from ..models import Objective, Reading, Target

IN_FORCE = (TargetState.RUNNING.value, TargetState.EXECUTION_BARRED.value)
"""A target is measured against while it runs, and while somebody objects to it."""

NOT_SERVING = ("rejected", "withdrawn", "revoked", "discontinued", "discarded")
"""States of a measure that no longer brings anybody nearer to an objective."""


_SEEN = SeenOne(
    lambda viewer, at: Target.objects.visible_to(viewer, at=at).select_related("case", "lead")
)


def target_seen_by(viewer: User, case: int, *, at: datetime) -> Target:
    """The target of a case with case and lead; raises Invisible (404) if this person sees none."""
    return _SEEN.of(viewer, case, at=at)


@dataclass(frozen=True, slots=True)
class Standing:
    """An objective with its values, the last of them and how many measures serve it."""

    objective: Objective
    readings: Sequence[Reading]
    served: int

    @property
    def last(self) -> Reading | None:
        """The last value."""
        return self.readings[-1] if self.readings else None

    @property
    def is_gap(self) -> bool:
        """Whether it still runs and no measure serves it."""
        return self.objective.status == ObjectiveStatus.OPEN and not self.served


def targets_of(viewer: User, *, at: datetime) -> list[Target]:
    """All targets that this person sees, the running ones first; one statement."""
    rows = Target.objects.visible_to(viewer, at=at).select_related("case", "lead")
    order = {TargetState.RUNNING.value: 0}
    return sorted(rows.order_by("-pk"), key=lambda row: order.get(row.case.state, 1))


def standings_of(targets: Iterable[Target]) -> list[Standing]:
    """How the objectives of these targets stand; two statements."""
    given_up = Q(measures__state__in=NOT_SERVING)
    rows = Objective.objects.filter(target__in=[row.pk for row in targets])
    counted = rows.select_related("office", "target__case").annotate(
        served=Count("measures", filter=~given_up, distinct=True)
    )
    found = list(counted.order_by("target__pk", "position"))
    values: dict[int, list[Reading]] = {row.pk: [] for row in found}
    readings = Reading.objects.filter(objective__in=values).select_related("recorded_by")
    for reading in readings.order_by("measured_on"):
        values[reading.objective_id].append(reading)
    return [Standing(row, values[row.pk], vars(row)["served"]) for row in found]


def objectives_in_force() -> QuerySet[Objective]:
    """The objectives that a measure may serve."""
    running = Objective.objects.filter(
        target__case__state__in=IN_FORCE, status=ObjectiveStatus.OPEN
    )
    return running.select_related("target").order_by("target__pk", "position")


def names_of_objectives(keys: Iterable[int]) -> Mapping[int, str]:
    """Objectives by their words; one statement, none where there is nothing to ask."""
    wanted = list(keys)
    if not wanted:
        return {}
    return dict(Objective.objects.filter(pk__in=wanted).values_list("pk", "text"))


def all_objectives() -> Mapping[int, str]:
    """Every objective by its words, also those that are over."""
    return dict(Objective.objects.values_list("pk", "text"))
