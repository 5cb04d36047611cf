"""The members of the group, the fields of action without one, what comes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...city.models import FieldOfAction
from ..models import GroupMember, OrderTemplate

KIND = "coordination_group"
"""The kind of the one case whose trail is the group's."""


@dataclass(frozen=True, slots=True)
class FieldMembers:
    """A field of action with the offices that are in the group for it; none is a gap."""

    name: str
    members: tuple[str, ...]


def members_on(day: date) -> list[GroupMember]:
    """Who is in the group that day, in German order."""
    rows = GroupMember.objects.in_force(on=day).select_related("unit")
    return list(rows.order_by("unit__sort_key", "pk"))


def is_member(unit: int, *, on: date) -> bool:
    """Whether an office is in the group that day."""
    return GroupMember.objects.in_force(on=on).filter(unit=unit).exists()


def fields_on(day: date) -> list[FieldMembers]:
    """Every field of action of that day with its members; two statements."""
    members = members_on(day)
    fields = FieldOfAction.objects.all()
    return [
        FieldMembers(
            field.name,
            tuple(one.unit.name for one in members if field.pk in one.fields_of_action),
        )
        for field in fields
        if field.valid_until is None or field.valid_until >= day
    ]


def templates_on(day: date) -> list[OrderTemplate]:
    """What comes again, the next first."""
    rows = OrderTemplate.objects.not_over(on=day).select_related("unit")
    return list(rows.order_by("next_on", "pk"))


def due_templates(day: date) -> list[OrderTemplate]:
    """Those of which a draft is due."""
    return list(OrderTemplate.objects.in_force(on=day).filter(next_on__lte=day).order_by("pk"))
