"""Who may be made responsible for the work on a measure."""

from __future__ import annotations

from datetime import date

from workflows.models import DeskHolder, Unit
from workflows.models.organisation import DeskHolderQuerySet


def may_be_responsible(lead: Unit, *, on: date) -> DeskHolderQuerySet:
    """Who holds a desk of the lead office; of the next one above where nobody does any more."""
    held = DeskHolder.objects.in_force(on=on).filter(
        person__deactivated_at=None, desk__closed_on=None
    )
    units = [lead.pk, *reversed(lead.ancestors)]
    staffed = set(held.filter(desk__unit__in=units).values_list("desk__unit", flat=True))
    return held.filter(desk__unit=next((unit for unit in units if unit in staffed), lead.pk))
