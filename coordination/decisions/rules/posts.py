"""Whom a step addresses, named by function and unit as in domain.md 2.0 of the process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflows.definitions import Post
from workflows.enums import DeskFunction as F
from workflows.enums import UnitKind
from workflows.models import Desk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.models import Unit

    from ..flows.base import DecisionBase

INTEGRATION_CENTRE = "integration_centre"
OUTSIDE = (UnitKind.PARTNER, UnitKind.COUNCIL)
"""What is no part of the administration: it neither leads nor co-signs."""

LEADERS = (F.HEAD, F.DEPUTY_MAYOR, F.MAYOR)
"""Who leads a unit, whatever its kind: an office its head, a division its deputy mayor."""

MAYOR = Post((F.MAYOR, F.GENERAL_DEPUTY))
INTEGRATION_DEPUTY = Post((F.INTEGRATION_DEPUTY,))
BOARD_OFFICE = Post((F.BOARD_SECRETARY,))
COUNCIL_OFFICE = Post((F.COUNCIL_SECRETARY,))
OBSERVERS = Post((F.OBSERVER,), unit_function="council")
SECRETARIAT = Post((F.HEAD, F.CLERK), unit_function=INTEGRATION_CENTRE)
FINANCE = Post((F.HEAD, F.COSIGNER), unit_function="finance")


def lead_head(flow: DecisionBase) -> Sequence[Post]:
    """Whoever leads the lead unit."""
    return [Post(LEADERS, unit=flow.subject.lead_id)]


def lead_clerks(flow: DecisionBase) -> Sequence[Post]:
    """The clerks of the lead unit; a unit without clerks is served by whoever leads it."""
    lead = flow.subject.lead_id
    has_clerks = Desk.objects.filter(unit=lead, function=F.CLERK, closed_on=None).exists()
    return [Post((F.CLERK,) if has_clerks else LEADERS, unit=lead)]


def lead_staff(flow: DecisionBase) -> Sequence[Post]:
    """Clerks and head of the lead unit."""
    return [Post((*LEADERS, F.CLERK), unit=flow.subject.lead_id)]


def lead_desks(flow: DecisionBase) -> Sequence[Post]:
    """Every desk of the lead unit that works on its measures; they see a draft."""
    return [Post((*LEADERS, F.CLERK, F.COSIGNER), unit=flow.subject.lead_id)]


def checkers(flow: DecisionBase) -> Sequence[Post]:
    """The secretariat; where it leads itself, the office of the deputy mayor for integration."""
    if flow.subject.lead.function != INTEGRATION_CENTRE:
        return [SECRETARIAT]
    units = Desk.objects.filter(function=F.INTEGRATION_DEPUTY, closed_on=None).values_list(
        "unit", flat=True
    )
    return [Post((F.CLERK, F.INTEGRATION_DEPUTY), unit=unit) for unit in sorted(set(units))]


def lead_deputy_mayors(flow: DecisionBase) -> Sequence[Post]:
    """The deputy mayor in whose division the lead lies; none for the mayor's own division."""
    lead = flow.subject.lead
    return [Post((F.DEPUTY_MAYOR,), unit=unit) for unit in (*lead.ancestors, lead.pk)]


def cosigners(unit: int) -> Sequence[Post]:
    """Who may co-sign for a unit: its head or the desk to which that is delegated."""
    return [Post((*LEADERS, F.COSIGNER), unit=unit)]


def lowest_common_superior(lead: Unit, others: Iterable[Unit]) -> int:
    """The lowest unit above all of them; the lead itself where it stands above the others."""
    shared = [*lead.ancestors, lead.pk]
    for unit in others:
        path = {*unit.ancestors, unit.pk}
        shared = [step for step in shared if step in path]
    return shared[-1] if shared else (lead.ancestors or [lead.pk])[0]
