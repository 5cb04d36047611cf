"""The people of associations, bodies and the agency: they hold a desk that only observes."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from workflows.enums import DeskFunction
from workflows.models import DeskHolder, Unit
from workflows.queries.people.accounts import OUTSIDE


def people_outside(unit: Unit, *, on: date) -> QuerySet[DeskHolder]:
    """Who holds the observing desk of a unit outside the administration on that day."""
    return DeskHolder.objects.in_force(on=on).filter(
        desk__unit=unit,
        desk__function=DeskFunction.OBSERVER,
        desk__closed_on=None,
        person__deactivated_at=None,
    )


def units_with_people(*, on: date) -> QuerySet[Unit]:
    """The units outside the administration of which somebody can log in on that day."""
    held = DeskHolder.objects.in_force(on=on).filter(
        desk__function=DeskFunction.OBSERVER, desk__closed_on=None, person__deactivated_at=None
    )
    rows = Unit.objects.in_force(on=on).filter(kind__in=OUTSIDE)
    return rows.filter(pk__in=held.values("desk__unit")).order_by("sort_key", "pk")
