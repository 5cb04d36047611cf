"""Who may do what. Deny by default; each rule says in words which role it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Capacity, Post
from workflows.enums import DeskFunction as F
from workflows.machine import Look, Rule

from ...mandates.enums import MAY_ACT
from ...mandates.rules import why_barred
from . import posts
from .looks import DecisionLook

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

L = TypeVar("L", bound=Look)


def holds(where: Callable[[DecisionLook], Sequence[Post]], role: Text) -> Rule[DecisionLook]:
    """Whoever holds one of these posts."""
    return Rule(role, lambda look, capacity: any(capacity.fits(post) for post in where(look)))


def _writers(look: Look) -> set[int | None]:
    """Who proposed the matter and wrote its present text, and in whose names."""
    return ({look.case.opened_by_id, look.case.edited_by_id} | look.scene.in_names_of) - {None}


def four_eyes(rule: Rule[L], *, bars_deputies: bool = False) -> Rule[L]:
    """The same rule, but not for who wrote the text, in whose name, nor as the deputy of one.

    `bars_deputies`: who stands in for the author today may not do it in their own right either;
    both count as one pair of eyes (domain 1.3).
    """

    def objection(look: Look, capacity: Capacity) -> Text:
        writers = _writers(look)
        if writers & {look.call.actor.person, capacity.holder}:
            return _("Whoever wrote the text may not sign it as well (four-eyes principle).")
        if bars_deputies and writers & look.scene.stands_in_for:
            return _(
                "Whoever stands in for the author may not sign the text (four-eyes principle)."
            )
        return ""

    return rule.unless(objection)


def without_mandate(look: DecisionLook, capacity: Capacity) -> str:
    """Why the desk for integration may not decide here today; "" where it may (domain 2.0).

    A deputy has no more than whom they represent: the mandate is that of the holder.
    """
    if capacity.function != F.INTEGRATION_DEPUTY:
        return ""
    return why_barred(look.integration_lead, look.standing_of(capacity.holder))


def under_mandate(rule: Rule[DecisionLook]) -> Rule[DecisionLook]:
    """The same rule, but at the desk for integration only for whom the mandate names."""
    return rule.unless(without_mandate)


def _in_the_leads_place(look: DecisionLook) -> Sequence[Post]:
    """Who decides in the place of whoever leads integration: nobody while somebody does."""
    mandate = look.integration_lead.mandate
    if mandate is not None and look.standing_of(mandate.person_id) in MAY_ACT:
        return []
    return [posts.MAYOR]


def not_the_drafter(rule: Rule[DecisionLook]) -> Rule[DecisionLook]:
    """The same rule, but in an office with four eyes inside not for who has drafted the answer."""

    def objection(look: DecisionLook, capacity: Capacity) -> Text:
        item = look.item
        wrote = look.barred_drafters.get(item.id, frozenset()) if item else frozenset()
        if wrote & {look.call.actor.person, capacity.holder}:
            return _("Whoever drafted the answer does not sign it: your office has set it so.")
        return ""

    return rule.unless(objection)


def not_for_oneself(rule: Rule[L]) -> Rule[L]:
    """The same rule, but not for who wrote the text and does it as somebody's deputy."""

    def objection(look: Look, capacity: Capacity) -> Text:
        if capacity.is_deputy and look.call.actor.person in _writers(look):
            return _("Whoever wrote the text may not agree to it as somebody's deputy.")
        return ""

    return rule.unless(objection)


def _author(look: Look, capacity: Capacity) -> bool:
    """Who proposed the matter, at a desk of the office in which they did so: who has moved to
    another office since has there no more than its other people.
    """
    is_of_that_office = any(unit == look.scene.opened_in for unit, _function in capacity.units)
    return capacity.holder == look.case.opened_by_id and is_of_that_office


def _cosigner(look: DecisionLook, capacity: Capacity) -> bool:
    """Who signs for the unit that the act is about, or for any unit that was asked: its own desks,
    and the one that was asked in their place and has answered.
    """
    items = [look.item] if look.item else look.scene.items
    asked = {task.desk for task in look.scene.tasks for item in items if task.step == item.step}
    asked |= {item.answered_at_desk for item in items if item.answered_at_desk is not None}
    return capacity.desk in asked or any(
        capacity.fits(post) for item in items for post in posts.cosigners(item.unit)
    )


lead_head = holds(posts.lead_head, _("head of the lead office"))
lead_staff = holds(posts.lead_staff, _("lead office"))
author = Rule(_("author"), _author)
cosigner = Rule(_("co-signing office"), _cosigner)
head_of_leading_centre = holds(
    lambda look: posts.lead_head(look) if posts.leads_itself(look) else [],
    _("head of the lead office"),
)
"""Where the secretariat leads itself, another office checks; its head prepares the circulation."""
secretariat = holds(posts.checkers, _("integration centre (check)"))
mayor = holds(lambda _look: [posts.MAYOR], _("mayor"))
deputy_mayor_of_lead = holds(posts.lead_deputy_mayors, _("responsible deputy mayor"))
integration_deputy = holds(
    lambda _look: [posts.INTEGRATION_DEPUTY], _("deputy mayor for integration")
)
leading_deputy = under_mandate(integration_deputy) | holds(
    _in_the_leads_place, _("mayor or general deputy while nobody leads integration")
)
"""Whoever leads integration; mayor or general deputy only while nobody does (domain 2.0)."""
council_office = holds(lambda _look: [posts.COUNCIL_OFFICE], _("council office"))
board_office = holds(lambda _look: [posts.BOARD_OFFICE], _("office of the executive board"))
finance = holds(lambda _look: [posts.FINANCE], _("city treasury"))

PROPOSING = frozenset({F.CLERK, F.HEAD, F.INTEGRATION_DEPUTY})
"""The functions of the desks from which a matter may be proposed."""

proposer: Rule[Look] = Rule(
    _("clerk or head of an office, integration centre, deputy mayor for integration"),
    lambda _look, capacity: capacity.function in PROPOSING,
)
"""M1: Sachbearbeitung, Amtsleitung, KI and the deputy mayor for integration may propose."""
