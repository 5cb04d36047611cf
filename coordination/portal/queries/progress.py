"""Progress by field of action and by target group: figures of the released measures alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, ManyToManyField, Model, Q

from workflows.queries.time.stuck import GROUP
from workflows.untyped import SqlRow

from ...city.models import CatalogueEntry, FieldOfAction, TargetGroup
from ...measures.models import Measure
from ...publishing.enums import Topic
from ..enums import Standing, standing_of
from .shelves import among_many


def _link(name: str) -> ManyToManyField[Model, Model]:
    found = Measure._meta.get_field(name)  # noqa: SLF001 - Django documents it
    assert isinstance(found, ManyToManyField)
    return found


_LINKS = (
    ("feld", _link("fields_of_action"), FieldOfAction),
    ("gruppe", _link("target_groups"), TargetGroup),
)
"""Name in the address, link of a measure, catalogue."""


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
    """By field of action, then by target group; one statement, and one for each catalogue."""
    counts, marks = _figures()
    return [
        Progress(name, _lines(catalogue, counts[name], marks[name]))
        for name, _link, catalogue in _LINKS
    ]


Counts = dict[int, Counter[str]]
Marks = dict[int, Counter[str]]


def _figures() -> tuple[Mapping[str, Counts], Mapping[str, Marks]]:
    """The measures by how far they are and their milestones, by what they are for."""
    counts: dict[str, Counts] = defaultdict(lambda: defaultdict(Counter))
    marks: dict[str, Marks] = defaultdict(lambda: defaultdict(Counter))
    sql, values = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for name, key, state, number, whole, reached in cursor.fetchall():
            counts[name][key][standing_of(state)] += number
            marks[name][key].update(whole=int(whole), reached=int(reached))
    return counts, marks


def _statement() -> tuple[str, SqlRow]:
    """Every released measure is read once, whatever it is counted for."""
    kept = Q(milestones__dropped_reason="")
    measures = (
        Measure.objects.filter(case__in=among_many(Topic.MEASURE).values("matter"))
        .order_by()
        .values_list("pk", "case__state")
        .annotate(
            whole=Count("milestones", filter=kept),
            reached=Count("milestones", filter=kept & Q(milestones__done_at__isnull=False)),
        )
    )
    sql, values = measures.query.sql_with_params()
    parts = [_grouped(name, link) for name, link, _catalogue in _LINKS]
    base = f"WITH open (measure, state, whole, reached) AS MATERIALIZED ({sql})"
    return f"{base} {' UNION ALL '.join(parts)}", values


def _grouped(name: str, link: ManyToManyField[Model, Model]) -> str:
    """The figures by one link; names of this module and of the models only."""
    return (
        f"SELECT '{name}', link.{link.m2m_reverse_name()}, state, count(*), sum(whole),"  # noqa: S608 - as said
        f" sum(reached) FROM open JOIN {link.m2m_db_table()} link"
        f" ON link.{link.m2m_column_name()} = measure GROUP BY 2, 3"
    )


def _lines(catalogue: type[CatalogueEntry], counts: Counts, marks: Marks) -> Sequence[ProgressLine]:
    known = catalogue._default_manager.filter(  # noqa: SLF001 - Django documents it
        Q(valid_until=None) | Q(pk__in=list(counts))
    )
    return [
        ProgressLine(key, name, counts[key], marks[key]["whole"], marks[key]["reached"])
        for key, name in known.order_by("position", "name").values_list("pk", "name")
    ]
