"""How an office works inside on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ..models import LeadTime, OfficePractice

KIND = "office_practice"
"""The kind of the one case whose trail is the register's."""

USUAL_DAYS = 3
"""Working days before the office's own date, where it has not said otherwise."""


@dataclass(frozen=True, slots=True)
class Practice:
    """When drafts are due before the office's own date, and whether their author may sign them."""

    days: int = USUAL_DAYS
    four_eyes: bool = False


def practices(units: Collection[int], *, on: date) -> Mapping[int, Practice]:
    """The practice of each of these offices that has said something; one statement."""
    rows = OfficePractice.objects.filter(unit__in=units, valid_from__lte=on)
    return {row.unit_id: Practice(row.days, row.four_eyes) for row in rows.order_by("valid_from")}


def practice_of(unit: int, *, on: date) -> Practice:
    """The practice of one office."""
    return practices([unit], on=on).get(unit, Practice())


def lead_times(units: Collection[int], *, on: date) -> Mapping[int, int]:
    """The working days that each of these offices needs for a co-signature, where it has said so;
    one statement.
    """
    rows = LeadTime.objects.filter(unit__in=units, valid_from__lte=on).order_by("valid_from")
    return dict(rows.values_list("unit", "days"))
