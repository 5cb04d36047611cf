"""Field of action × target group: what a concept deals with, and where measures are.

One statement each for fields, groups, cells of chapters and measures, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from ...city.models import FieldOfAction, TargetGroup
from ...measures.models import Measure
from ..models import ChapterCell

Place = tuple[int, int]
GIVEN_UP = ("rejected", "withdrawn", "revoked", "discontinued", "discarded")
DONE = ("completed", "evaluated")


@dataclass(frozen=True, slots=True)
class Cell:
    """What there is for a group in a field of action: chapters, measures, euros, progress."""

    field: FieldOfAction
    group: TargetGroup
    chapters: int = 0
    measures: int = 0
    done: int = 0
    cost: Decimal = Decimal(0)

    @property
    def is_obligatory(self) -> bool:
        """A group that must not be left out has something in every field."""
        return self.group.is_mandatory

    @property
    def is_empty(self) -> bool:
        """Nothing at all."""
        return not (self.chapters or self.measures)

    @property
    def is_gap(self) -> bool:
        """Empty though it must not be."""
        return self.is_obligatory and self.is_empty

    def __str__(self) -> str:
        return f"{self.field.name} × {self.group.name}"


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells, by field and group in the order of the catalogue."""

    fields: Sequence[FieldOfAction]
    groups: Sequence[TargetGroup]
    cells: Mapping[Place, Cell] = field(default_factory=dict)

    def rows(self) -> Iterable[tuple[FieldOfAction, list[Cell]]]:
        """A row for each field."""
        for one in self.fields:
            yield one, [self.cells[one.pk, group.pk] for group in self.groups]

    def gaps(self) -> list[Cell]:
        """The empty obligatory cells."""
        return [cell for _field, row in self.rows() for cell in row if cell.is_gap]


def matrix_of(
    measures: QuerySet[Measure], *, concept: int | None = None, is_narrow: bool = False
) -> Matrix:
    """The matrix over these measures and the chapters of a concept; four statements.

    `is_narrow`: only the groups that must not be left out.
    """
    fields = list(FieldOfAction.objects.filter(valid_until=None))
    found = TargetGroup.objects.filter(valid_until=None)
    groups = list(found.filter(is_mandatory=True) if is_narrow else found)
    chapters = _chapters(concept)
    figures = _figures(measures)
    cells = {
        (one.pk, group.pk): Cell(
            one, group, chapters.get((one.pk, group.pk), 0), *figures.get((one.pk, group.pk), _NONE)
        )
        for one in fields
        for group in groups
    }
    return Matrix(fields, groups, cells)


_NONE: tuple[int, int, Decimal] = (0, 0, Decimal(0))


def _chapters(concept: int | None) -> dict[Place, int]:
    if concept is None:
        return {}
    rows = ChapterCell.objects.filter(chapter__concept=concept, chapter__attachment__isnull=False)
    counted = rows.values_list("field", "group").annotate(number=Count("pk"))
    return {(row[0], row[1]): row[2] for row in counted}


def _figures(measures: QuerySet[Measure]) -> dict[Place, tuple[int, int, Decimal]]:
    """How many measures, how many of them done, how many euros; those given up do not count."""
    living = measures.exclude(state__in=GIVEN_UP).order_by()
    counted = living.values_list("fields_of_action", "target_groups").annotate(
        number=Count("pk", distinct=True),
        done=Count("pk", filter=Q(state__in=DONE), distinct=True),
        euros=Sum("cost"),
    )
    return {(row[0], row[1]): (row[2], row[3], row[4] or Decimal(0)) for row in counted}
