"""Progress by field of action and by target group: figures of the released measures alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from workflows.queries.time.stuck import GROUP

from ...city.models import CatalogueEntry, FieldOfAction, TargetGroup
from ...implementing.models import Milestone
from ...publishing.enums import Topic
from ..enums import Standing, standing_of
from .shelves import released

_LINKS = (
    ("feld", "matter__measure__fields_of_action", FieldOfAction),
    ("gruppe", "matter__measure__target_groups", TargetGroup),
)
"""Name in the address, way from an entry, catalogue."""


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """The released measures of a field or of a group, by how far they are."""

    key: int
    name: str
    counts: Mapping[str, int]
    milestones: int
    reached: int

    @property
    def measures(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def by_standing(self) -> Sequence[tuple[str, str, int]]:
        """How many there are of each standing, in its order; with its word."""
        return [(one.value, str(one.label), self.counts.get(one, 0)) for one in Standing]

    @property
    def is_shown(self) -> bool:
        """Whether the share of milestones says nothing of the few who carry a single measure."""
        return self.measures >= GROUP and self.milestones > 0

    @property
    def share(self) -> int | None:
        """The milestones that are reached, in percent; None for too few measures."""
        return self.reached * 100 // self.milestones if self.is_shown else None


@dataclass(frozen=True, slots=True)
class Progress:
    """A table of progress with the name by which the list of measures is narrowed."""

    name: str
    lines: Sequence[ProgressLine]


def progress() -> Sequence[Progress]:
    """By field of action, then by target group; three statements for each."""
    return [Progress(name, _lines(way, catalogue)) for name, way, catalogue in _LINKS]


def _lines(way: str, catalogue: type[CatalogueEntry]) -> Sequence[ProgressLine]:
    entries = released(Topic.MEASURE).order_by()
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for key, state, count in entries.values_list(way, "matter__state").annotate(count=Count("pk")):
        counts[key][standing_of(state)] += count
    rows = Milestone.objects.filter(
        measure__case__in=entries.values("matter"), dropped_reason=""
    ).order_by()
    inner = way.removeprefix("matter__")  # a milestone knows its measure as an entry its matter
    marks = {
        key: (whole, reached)
        for key, whole, reached in rows.values_list(inner).annotate(
            whole=Count("pk"), reached=Count("pk", filter=Q(done_at__isnull=False))
        )
    }
    known = catalogue._default_manager.filter(  # noqa: SLF001 - Django documents it
        Q(valid_until=None) | Q(pk__in=[key for key in counts if key])
    )
    return [
        ProgressLine(key, name, counts[key], *marks.get(key, (0, 0)))
        for key, name in known.order_by("position", "name").values_list("pk", "name")
    ]
