"""Who may do what. Deny by default; each rule says in words which role it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Capacity, Post, Rule
from workflows.enums import DeskFunction as F

from . import posts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from workflows.queries.acting.scene import ItemView

    from ..flows.base import DecisionBase

    Text = str | _StrPromise


def holds(where: Callable[[DecisionBase], Sequence[Post]], role: Text) -> Rule:
    """Whoever holds one of these posts."""
    return Rule(role, lambda flow, capacity: any(capacity.fits(post) for post in where(flow)))


def at_step(key: str, role: Text) -> Rule:
    """Whoever holds the desk of the step's task; before and after it, of the step's posts.

    So a person with the role learns that the moment is wrong (409), a stranger only that the
    role is missing (403).
    """

    def test(flow: DecisionBase, capacity: Capacity) -> bool:
        named = flow.call.task
        if named is not None and named.key == key:
            return capacity.desk == named.desk
        if any(capacity.desk == task.desk for task in flow.scene.tasks_of(key)):
            return True
        step = flow.step(key)
        return step is not None and any(capacity.fits(post) for post in step.posts(flow))

    return Rule(role, test)


def four_eyes(rule: Rule, *, bars_deputies: bool = False) -> Rule:
    """The same rule, but not for who wrote the text, in whose name, nor as the deputy of one.

    `bars_deputies`: who stands in for the author today may not do it in their own right either;
    both count as one pair of eyes (domain 1.3).
    """

    def objection(flow: DecisionBase, capacity: Capacity) -> Text:
        writers = {flow.case.opened_by_id, flow.case.edited_by_id} - {None}
        writers |= flow.scene.in_names_of
        if writers & {flow.call.actor.person, capacity.holder}:
            return _("Whoever wrote the text may not sign it as well (four-eyes principle).")
        if bars_deputies and writers & flow.scene.stands_in_for:
            return _(
                "Whoever stands in for the author may not sign the text (four-eyes principle)."
            )
        return ""

    return Rule(rule.role, rule.test, rule.system, objection)


def _author(flow: DecisionBase, capacity: Capacity) -> bool:
    return capacity.holder == flow.case.opened_by_id


def named_item(flow: DecisionBase) -> ItemView | None:
    """The co-signature item that the act is about: of its task, else named in its data."""
    task = flow.call.task
    if task is not None and task.subject.startswith("item:"):
        name = task.subject.removeprefix("item:")
    else:
        name = str(flow.call.data.get("item"))
    try:
        return flow.scene.item(UUID(name))
    except ValueError:
        return None


def _cosigner(flow: DecisionBase, capacity: Capacity) -> bool:
    """A co-signing desk of the unit that the act is about, or of any unit that was asked."""
    item = named_item(flow)
    units = {item.unit} if item else {item.unit for item in flow.scene.items}
    return any(capacity.fits(post) for unit in units for post in posts.cosigners(unit))


lead_head = holds(posts.lead_head, _("head of the lead office"))
lead_staff = holds(posts.lead_staff, _("lead office"))
author = Rule(_("author"), _author)
cosigner = Rule(_("co-signing office"), _cosigner)
mayor = holds(lambda _flow: [posts.MAYOR], _("mayor"))
deputy_mayor_of_lead = holds(posts.lead_deputy_mayors, _("responsible deputy mayor"))
integration_deputy = holds(
    lambda _flow: [posts.INTEGRATION_DEPUTY], _("deputy mayor for integration")
)
council_office = holds(lambda _flow: [posts.COUNCIL_OFFICE], _("council office"))
board_office = holds(lambda _flow: [posts.BOARD_OFFICE], _("office of the executive board"))
finance = holds(lambda _flow: [posts.FINANCE], _("city treasury"))

proposer = Rule(
    _("clerk or head of an office, integration centre, deputy mayor for integration"),
    lambda _flow, capacity: capacity.function in (F.CLERK, F.HEAD, F.INTEGRATION_DEPUTY),
)
"""M1: Sachbearbeitung, Amtsleitung, KI and the deputy mayor for integration may propose."""
