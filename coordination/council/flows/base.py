"""Who does the acts on the council's calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingLook
from workflows.definitions import Capacity
from workflows.machine import Rule

from ...city.rules import COUNCIL_OFFICE


def _is_office(_look: LastingLook, capacity: Capacity) -> bool:
    return capacity.fits(COUNCIL_OFFICE)


council_office = Rule(_("council office"), _is_office, system=True)
"""The office that keeps bodies, seats, sessions and the rules of the council."""
