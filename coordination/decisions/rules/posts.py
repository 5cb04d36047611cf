"""Whom a step addresses, named by function and unit as in domain.md 2.0 of the process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from workflows.definitions import Post
from workflows.enums import DeskFunction as F
from workflows.models import Desk, Unit
from workflows.queries.acting.posts import addresses

from ...city.rules import (
    BOARD_OFFICE,
    COUNCIL_OFFICE,
    EQUALITY,
    FINANCE,
    INTEGRATION_CENTRE,
    INTEGRATION_COUNCIL,
    INTEGRATION_DEPUTY,
    LEADERS,
    MAYOR,
    OBSERVERS,
    OUTSIDE,
    SECRETARIAT,
    clerks_of,
    cosigners,
)
from .looks import DecisionLook

__all__ = [
    "BOARD_OFFICE",
    "COUNCIL_OFFICE",
    "EQUALITY",
    "FINANCE",
    "INTEGRATION_CENTRE",
    "INTEGRATION_COUNCIL",
    "INTEGRATION_DEPUTY",
    "LEADERS",
    "MAYOR",
    "OBSERVERS",
    "OUTSIDE",
    "SECRETARIAT",
    "always",
    "checkers",
    "cosigners",
    "deputy_mayor_or_mayor",
    "equality_units",
    "lead_clerks",
    "lead_deputy_mayors",
    "lead_desks",
    "lead_head",
    "lead_staff",
    "leads_itself",
    "lowest_common_superior",
    "mayor_or_deputies",
    "superiors",
    "superiors_of_lead",
]


def always(*wanted: Post) -> Callable[[object], Sequence[Post]]:
    """The same posts, whatever the matter is."""

    def whatever(_look: object) -> Sequence[Post]:
        return wanted

    return whatever


def lead_head(look: DecisionLook) -> Sequence[Post]:
    """Whoever leads the lead unit."""
    return [Post(LEADERS, unit=look.subject.lead_id)]


def lead_clerks(look: DecisionLook) -> Sequence[Post]:
    """The clerks of the lead unit; a unit without clerks is served by whoever leads it."""
    return [clerks_of(look.subject.lead_id)]


def lead_staff(look: DecisionLook) -> Sequence[Post]:
    """Clerks and head of the lead unit."""
    return [Post((*LEADERS, F.CLERK), unit=look.subject.lead_id)]


def lead_desks(look: DecisionLook) -> Sequence[Post]:
    """Every desk of the lead unit that works on its measures; they see a draft."""
    return [Post((*LEADERS, F.CLERK, F.COSIGNER), unit=look.subject.lead_id)]


def checkers(look: DecisionLook) -> Sequence[Post]:
    """The secretariat; where it leads itself, the office of the deputy mayor for integration."""
    if not leads_itself(look):
        return [SECRETARIAT]
    units = Desk.objects.filter(function=F.INTEGRATION_DEPUTY, closed_on=None).values_list(
        "unit", flat=True
    )
    return [Post((F.CLERK, F.INTEGRATION_DEPUTY), unit=unit) for unit in sorted(set(units))]


def leads_itself(look: DecisionLook) -> bool:
    """Whether the secretariat has the lead in this matter."""
    return look.subject.lead.function == INTEGRATION_CENTRE


def lead_deputy_mayors(look: DecisionLook) -> Sequence[Post]:
    """The deputy mayor in whose division the lead lies; none for the mayor's own division."""
    lead = look.subject.lead
    return [Post((F.DEPUTY_MAYOR,), unit=unit) for unit in (*lead.ancestors, lead.pk)]


def deputy_mayor_or_mayor(look: DecisionLook) -> Sequence[Post]:
    """The deputy mayor of the lead; the mayor where no division stands above it."""
    wanted = lead_deputy_mayors(look)
    is_there = addresses(wanted, today=look.call.today, known=look.scene.known)
    return wanted if is_there else [MAYOR]


def equality_units(units: Iterable[int]) -> frozenset[int]:
    """Those of these units that are the equality officer's."""
    found = Unit.objects.filter(pk__in=units, function=EQUALITY).values_list("pk", flat=True)
    return frozenset(found)


def mayor_or_deputies(_look: DecisionLook) -> Sequence[Post]:
    """The mayor or the general deputy, else any deputy mayor (GO NRW § 68)."""
    return [MAYOR, Post((F.DEPUTY_MAYOR,))]


def superiors_of_lead(look: DecisionLook) -> Sequence[Post]:
    """Who leads the units above the lead, the next first."""
    return superiors(look.subject.lead)


def superiors(unit: Unit) -> Sequence[Post]:
    """Who leads the units above one, the next first; at last whoever represents the mayor."""
    return [*(Post(LEADERS, unit=above) for above in reversed(unit.ancestors)), MAYOR]


def lowest_common_superior(lead: Unit, others: Iterable[Unit]) -> int:
    """The lowest unit above all of them; the lead itself where it stands above the others."""
    shared = [*lead.ancestors, lead.pk]
    for unit in others:
        path = {*unit.ancestors, unit.pk}
        shared = [step for step in shared if step in path]
    return shared[-1] if shared else (lead.ancestors or [lead.pk])[0]
