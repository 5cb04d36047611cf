"""The tree of units with their desks and who holds them, in German order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from ...models import Desk, DeskHolder, Unit, User, din5007_key

# The sort keys on the way from the root; the id keeps units of the same name apart.
_PLACE = """
ARRAY(SELECT above.sort_key || ' ' || lpad(above.id::text, 20, '0')
        FROM unnest(workflows_unit.ancestors || workflows_unit.id) WITH ORDINALITY way(id, step)
        JOIN workflows_unit above ON above.id = way.id ORDER BY way.step)
"""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A desk and who holds it that day."""

    desk: Desk
    holders: tuple[User, ...]


@dataclass(slots=True)
class UnitNode:
    """A unit with its open desks and the units below it."""

    unit: Unit
    desks: Sequence[DeskLine] = ()
    children: list[UnitNode] = field(default_factory=list)
    # How many units below it are not shown here.
    folded: int = 0


MOST_SHOWN = 120
"""A tree with more units opens level by level: so many are shown, the upper levels first."""


def unit_tree(*, on: date, words: str = "") -> list[UnitNode]:
    """The roots of the tree of that day; three statements, whatever its size.

    Of many units the upper levels; what is folded stands on the page of the unit above. With
    `words` only what matches all of them: a unit by its names with everything in it, a desk by
    its name or holders; with the units above, so that the place can be seen.
    """
    desks = desk_lines(on=on)
    nodes = {
        unit.pk: UnitNode(unit, desks.get(unit.pk, ()))
        for unit in units_in_force(on=on).order_by("sort_key", "pk")
    }
    if words.strip():
        nodes = _matching(nodes, Words(words))
    nodes = _upper_levels(nodes)
    roots: list[UnitNode] = []
    for node in nodes.values():
        parent = nodes.get(node.unit.parent_id or 0)
        (parent.children if parent else roots).append(node)
    return roots


def _upper_levels(nodes: dict[int, UnitNode]) -> dict[int, UnitNode]:
    """As many whole levels as fit, at least the first; each unit knows how many it folds."""
    if len(nodes) <= MOST_SHOWN:
        return nodes
    levels = Counter(len(node.unit.ancestors) for node in nodes.values())
    last, shown = min(levels), 0
    for level in sorted(levels):
        shown += levels[level]
        if shown > MOST_SHOWN:
            break
        last = level
    kept = {key: node for key, node in nodes.items() if len(node.unit.ancestors) <= last}
    for node in nodes.values():
        above = next((key for key in reversed(node.unit.ancestors) if key in kept), 0)
        if node.unit.pk not in kept and above:
            kept[above].folded += 1
    return kept


def units_in_force(*, on: date) -> QuerySet[Unit]:
    """The units of that day, those to come included."""
    return Unit.objects.not_over(on=on)


def in_tree_order(*, on: date) -> QuerySet[Unit]:
    """The units of that day, each after the one above it, siblings in German order."""
    place = RawSQL(_PLACE, ())  # noqa: S611 - a constant
    return units_in_force(on=on).annotate(place=place).order_by("place")


def desk_lines(*, on: date, unit: int | None = None) -> Mapping[int, Sequence[DeskLine]]:
    """The open desks with their holders of that day, by unit, superiors first."""
    holders = defaultdict[int, list[User]](list)
    for held in (
        DeskHolder.objects.in_force(on=on)
        .select_related("person")
        .order_by("person__sort_key", "person_id")
    ):
        holders[held.desk_id].append(held.person)
    desks = Desk.objects.filter(closed_on=None).order_by("name", "pk")
    if unit is not None:
        desks = desks.filter(unit=unit)
    lines = defaultdict[int, list[DeskLine]](list)
    for desk in desks:
        lines[desk.unit_id].append(DeskLine(desk, tuple(holders[desk.pk])))
    return {key: _superiors_first(found) for key, found in lines.items()}


def _superiors_first(lines: list[DeskLine]) -> list[DeskLine]:
    """A desk after its superior, if that is in the same unit."""
    here = {line.desk.pk: line.desk.superior_id for line in lines}

    def depth(key: int | None) -> int:
        steps = 0
        while key in here and steps < len(here):
            key, steps = here[key], steps + 1
        return steps

    return sorted(lines, key=lambda line: (depth(line.desk.pk), din5007_key(line.desk.name)))


class Words:
    """Words to look for, without regard to case, accents and the two ways to write an umlaut."""

    def __init__(self, words: str) -> None:
        self._keys = [(din5007_key(w), din5007_key(w, names=True)) for w in words.split()]

    def match(self, *texts: str) -> bool:
        """Whether each word is part of the texts."""
        whole = " ".join(texts)
        as_words, as_names = _whole_key(whole, names=False), _whole_key(whole, names=True)
        return all(plain in as_words or long in as_names for plain, long in self._keys)


def _whole_key(text: str, *, names: bool) -> str:
    return " ".join(din5007_key(part, names=names) for part in text.split())


def _matching(nodes: Mapping[int, UnitNode], words: Words) -> dict[int, UnitNode]:
    wanted: set[int] = set()
    for key, node in nodes.items():
        if not words.match(node.unit.name, node.unit.short_name):
            node.desks = [
                line for line in node.desks if words.match(line.desk.name, *map(str, line.holders))
            ]
            if not node.desks:
                continue
        wanted |= {key, *node.unit.ancestors}
    return {key: node for key, node in nodes.items() if key in wanted}
