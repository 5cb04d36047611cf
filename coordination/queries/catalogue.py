"""What measures can be sorted by, read in one statement: units, fields, groups, districts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Q, QuerySet, Value

from workflows.enums import UnitKind
from workflows.models import Unit

from ..models import District, FieldOfAction, TargetGroup

Choices = list[tuple[int, str]]

LEADING = (UnitKind.OFFICE, UnitKind.STAFF_UNIT, UnitKind.DISTRICT)
"""The kinds of units that lead measures or take part in them."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Choices by what they are; each list in the order in which it is shown."""

    units: Choices
    fields_of_action: Choices
    target_groups: Choices
    districts: Choices


def catalogue(*, on: date | None = None) -> Catalogue:
    """All entries, or those that are valid on a day."""
    valid = Q() if on is None else Q(valid_until=None) | Q(valid_until__gte=on)
    units = Unit.objects.filter(valid, kind__in=LEADING)
    parts = [
        _named("units", units.annotate(place=Value(0), order=F("sort_key"))),
        *(
            _named(name, model.objects.filter(valid).annotate(place=F("position"), order=F("name")))
            for name, model in (
                ("fields_of_action", FieldOfAction),
                ("target_groups", TargetGroup),
                ("districts", District),
            )
        ),
    ]
    rows = parts[0].union(*parts[1:], all=True).order_by("what", "place", "order")
    found: dict[str, Choices] = {name: [] for name in Catalogue.__slots__}
    for what, pk, name, _place, _order in rows:
        found[what].append((pk, name))
    return Catalogue(**found)


def _named(what: str, entries: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    named = entries.annotate(what=Value(what, output_field=CharField()))
    return named.values_list("what", "pk", "name", "place", "order")
