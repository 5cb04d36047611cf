"""What measures can be sorted by, read in one statement; and which units may lead one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, F, Model, QuerySet, Value

from workflows.enums import UnitKind
from workflows.models import Unit
from workflows.models.organisation import UnitQuerySet
from workflows.untyped import SqlRow

from ..models import District, FieldOfAction, TargetGroup

Choices = list[tuple[int, str]]

LEADING = (UnitKind.OFFICE, UnitKind.STAFF_UNIT, UnitKind.DISTRICT)
"""The kinds of units that lead measures or take part in them."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Choices by what they are, each list in the order in which it is shown.

    `own` are the units of the viewer's desks with the function of the desk in place of a name,
    `saved` the viewer's views of the list as texts.
    """

    fields_of_action: Choices = field(default_factory=list)
    target_groups: Choices = field(default_factory=list)
    districts: Choices = field(default_factory=list)
    own: Choices = field(default_factory=list)
    saved: Choices = field(default_factory=list)


def leading_units(*, on: date) -> UnitQuerySet:
    """The units that may lead a measure on that day, in German order."""
    return Unit.objects.in_force(on=on).filter(kind__in=LEADING).order_by("sort_key")


def catalogue(*, own: Choices, saved: QuerySet[Model, SqlRow] | None = None) -> Catalogue:
    """All entries, also those that have ended; `own` are the units of the viewer's desks, `saved`
    asks for their views of the list in the same statement.
    """
    first, *others = (
        _named("fields_of_action", FieldOfAction.objects.all()),
        _named("target_groups", TargetGroup.objects.all()),
        _named("districts", District.objects.all()),
    )
    found = Catalogue(own=list(own))
    others += [] if saved is None else [saved]
    # Sorted here: the parts have different collations, which SQL cannot compare.
    for what, pk, name, *_place in sorted(first.union(*others, all=True), key=lambda r: r[3:]):
        getattr(found, what).append((pk, name))
    return found


def _named(what: str, entries: QuerySet[Model]) -> QuerySet[Any, Any]:  # as `union` takes them
    named: QuerySet[Any, Any] = entries.annotate(
        what=_what(what), place=F("position"), order=F("name")
    ).values_list("what", "pk", "name", "place", "order")
    return named


def _what(name: str) -> Value:
    return Value(name, output_field=CharField())


def names_by_field() -> dict[str, dict[int, str]]:
    """The names of everything that a frozen text refers to, by field and id; also of what ended."""
    links: dict[str, type[Any]] = {
        "fields_of_action": FieldOfAction,
        "target_groups": TargetGroup,
        "districts": District,
        "partners": Unit,
    }
    first, *others = (
        model._default_manager.order_by()  # noqa: SLF001 - any of them
        .annotate(what=_what(name))
        .values_list("what", "pk", "name")
        for name, model in links.items()
    )
    found: dict[str, dict[int, str]] = {name: {} for name in links}
    for what, pk, name in first.union(*others, all=True):
        found[what][pk] = name
    found |= {name: dict(names()) for name, names in further_names.items()}
    return {**found, "lead": found["partners"]}


further_names: dict[str, Callable[[], Mapping[int, str]]] = {}
"""What else frozen texts refer to, by field: the rooms above say what it is called."""
