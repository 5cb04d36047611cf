"""What measures can be sorted by, read in one statement: units, fields, groups, districts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet, Value

from workflows.calendars import local_date
from workflows.enums import UnitKind
from workflows.models import Unit, User, desks_held

from ..models import District, FieldOfAction, TargetGroup

Choices = list[tuple[int, str]]

LEADING = (UnitKind.OFFICE, UnitKind.STAFF_UNIT, UnitKind.DISTRICT)
"""The kinds of units that lead measures or take part in them."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Choices by what they are, each list in the order in which it is shown.

    `own` are the units of the viewer's desks with the function of the desk in place of a name.
    """

    units: Choices = field(default_factory=list)
    fields_of_action: Choices = field(default_factory=list)
    target_groups: Choices = field(default_factory=list)
    districts: Choices = field(default_factory=list)
    own: Choices = field(default_factory=list)


def catalogue(
    viewer: User, *, at: datetime, only_valid: bool = False, own: Choices | None = None
) -> Catalogue:
    """All entries, or those only that are valid on the day; and the viewer's own units.

    `own`: these units, where they were read before.
    """
    day = local_date(at)
    valid = Q(valid_until=None) | Q(valid_until__gte=day) if only_valid else Q()
    units = Unit.objects.filter(valid, kind__in=LEADING).annotate(
        place=Value(0), order=F("sort_key")
    )
    parts = [
        units.annotate(what=_what("units")).values_list("what", "pk", "name", "place", "order"),
        _named("fields_of_action", FieldOfAction.objects.filter(valid)),
        _named("target_groups", TargetGroup.objects.filter(valid)),
        _named("districts", District.objects.filter(valid)),
    ]
    if own is None:
        desks = desks_held(viewer, at=at).filter(desk__closed_on=None)
        named = desks.annotate(what=_what("own"), place=Value(1), order=F("desk__key"))
        parts.append(named.values_list("what", "desk__unit", "desk__function", "place", "order"))
    found = Catalogue(own=list(own or ()))
    # Sorted here: the parts have different collations, which SQL cannot compare.
    for what, pk, name, *_place in sorted(
        parts[0].union(*parts[1:], all=True), key=lambda r: r[3:]
    ):
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
    found = {
        name: dict(model._default_manager.values_list("pk", "name"))  # noqa: SLF001 - any of them
        for name, model in links.items()
    }
    return {**found, "lead": found["partners"]}
