"""Who decided ends it: repeal and discontinuing by the same organ (actus contrarius, M29)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Capacity
from workflows.machine import Rule, act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...council.models import Organization, UrgentDecision
from ...decisions.flows.deliberating import OBJECTION
from ...decisions.flows.taking_back import reference_given, session_given
from ...decisions.flows.values import key, line
from ...decisions.rules import posts
from .implementing import ImplementingWork
from .look import ImplementingLook


def _organ(look: ImplementingLook, capacity: Capacity) -> bool:
    """Of current administration the mayor or the deputy mayor; else the body, as recorded."""
    if look.is_current_administration:
        mayors = (posts.MAYOR, *posts.lead_deputy_mayors(look))
        return any(capacity.fits(post) for post in mayors)
    return capacity.fits(posts.COUNCIL_OFFICE)


organ_that_decided: Rule[ImplementingLook] = Rule(
    _("the organ that decided, its resolution as recorded by the council office"), _organ
)


def organ_of(look: ImplementingLook) -> Organization | None:
    """The body that decided, or in whose place two decided urgently (GO NRW § 60); None for
    current administration.
    """
    if look.is_current_administration:
        return None
    if look.resolution:
        return look.resolution.organization
    urgent = UrgentDecision.objects.filter(case=look.case.pk).exclude(decided_on=None)
    found = urgent.select_related("organization").last()
    return found.organization if found else None


def organ_has_decided(look: ImplementingLook) -> Iterator[Unmet]:
    """M29: a session of the same body and the number of its paper; the mayor gives a reason."""
    if look.is_current_administration:
        yield from reason_given(look)
        return
    yield from session_given(look, organ_of(look))
    yield from reference_given(look)


def _end(work: ImplementingWork) -> None:
    work.end_deadline(kind=OBJECTION)
    if not work.look.is_current_administration:
        work.note(
            meeting=key(work.call.data.get("meeting")),
            paper=line(work.call.data.get("reference")),
        )


@act(_("repeal the resolution"), guards=[organ_has_decided], decides=True)
def repeal(work: ImplementingWork) -> None:
    """The organ that decided gives it up before the work has begun."""
    _end(work)


@act(_("discontinue the measure"), guards=[organ_has_decided], decides=True)
def discontinue(work: ImplementingWork) -> None:
    """M29: the organ that decided ends the work; nothing of it is completed."""
    _end(work)
    work.tell_turn("discontinued")
