"""Drafting, giving, moving and dropping an order; whether the office can carry it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.entry import differences
from workflows.machine.reasons import reason_given
from workflows.refusals import NotAllowed, Unmet

from ...city.rules import INTEGRATION_DEPUTY, MAYOR
from ..enums import OrderState as S
from ..enums import Right
from ..queries.register import is_member
from ..rules.instructing import KIND_OF, best_right, of_the_group
from .answering import tell_office
from .fields import read_order, read_unit
from .loading import exceeded, over_load
from .look import OrderLook, instructing
from .work import ACCEPT, LOAD, OrderWork, ask_to_accept

TEXT = ("title", "words", "unit", "due_on", "fields_of_action")


def can_revise(look: OrderLook) -> Iterator[Unmet]:
    """The whole order as it shall read."""
    read_order(look.entry, today=look.call.today)
    yield from look.entry.unmet


@act(_("change the draft"), guards=[can_revise], changes_text=True)
def revise_order(work: OrderWork) -> None:
    """Nobody has given it yet."""
    order, entry = work.look.subject, work.look.entry
    changes = differences(order, {name: entry[name] for name in TEXT if name != "unit"})
    if order.unit != entry["unit"]:
        changes["unit"] = [str(order.unit), str(entry["unit"])]
    for name in TEXT:
        setattr(order, name, entry[name])
    work.case.title = f"{order.reference} {order.title}"[:300]
    work.keep_order(*TEXT)
    work.note(fields=sorted(changes))


def is_carried(look: OrderLook) -> Iterator[Unmet]:
    """The office can carry one more, or the giver says that it shall get it all the same."""
    yield from over_load(look, look.subject.unit)


def is_ahead(look: OrderLook) -> Iterator[Unmet]:
    """Its day is still to come."""
    if look.subject.due_on <= look.call.today:
        text = gettext("The day of the order is over. Please change the draft first.")
        yield Unmet("past", text, "due_on")


@act(_("give the order"), guards=[is_ahead, is_carried])
def issue_order(work: OrderWork) -> str:
    """It is a directive, a request or an agreement by who gives it to whom, and stays so."""
    order = work.look.subject
    order.is_delegated = work.call.data.get("is_delegated") is True
    _give(work)
    work.finish("order_issue")
    return work.set_state(S.ISSUED, "is_delegated", *GIVEN)


GIVEN = (
    "kind", "right", "given_by", "given_desk", "given_on", "mandate", "unit", "due_on",
    "is_over_load",
)  # fmt: skip


def _give(work: OrderWork) -> None:
    """Reckon and keep what it is, by which right, and whether the office can carry it."""
    look, order = work.look, work.look.subject
    found = best_right(look.givers(order.fields_of_action), order.unit)
    if found is None:
        # A deputy for some kinds of tasks only, for example.
        raise NotAllowed(str(instructing.role))
    right, capacity = found
    right = of_the_group(
        right,
        is_decided=order.decision_id is not None,
        is_member=is_member(order.unit_id, on=work.today),
    )
    order.kind, order.right = KIND_OF[right].value, right.value
    order.given_by_id, order.given_desk_id = work.call.person, capacity.desk
    order.given_on = work.today
    mandate = look.lead.mandate if right == Right.MANDATE else None
    order.mandate_id = mandate.pk if mandate else None
    exceeds = exceeded(look, order.unit_id) is not None
    order.is_over_load = exceeds and not _keeps_the_load(work)
    work.note(
        kind=order.kind, right=order.right, unit=order.unit_id, mandate=order.mandate_id,
        until=order.due_on, over_load=exceeds,
    )  # fmt: skip


def _keeps_the_load(work: OrderWork) -> bool:
    """Whoever would be asked about the load has decided by giving the order."""
    keepers = (INTEGRATION_DEPUTY, MAYOR)
    return any(one.fits(post) for one in work.call.actor.capacities for post in keepers)


def can_reassign(look: OrderLook) -> Iterator[Unmet]:
    """Another office that can carry it, or shall get it all the same; with a reason."""
    read_unit(look.entry, today=look.call.today)
    unit = look.entry.values.get("unit")
    if unit is not None and unit.pk == look.subject.unit_id:
        text = gettext("This office has the order already. Please choose another one.")
        look.entry.note("same", text, "unit")
    yield from look.entry.unmet
    if unit is not None:
        yield from over_load(look, unit)


@act(_("move the order to another office"), guards=[can_reassign, reason_given])
def reassign_order(work: OrderWork) -> str:
    """Another office gets it, and it becomes what it is between these two."""
    order = work.look.subject
    if work.source != S.RETURNED:
        # Who has given it back knows that it goes on.
        tell_office(work, "order_moved")
    order.unit = work.look.entry["unit"]
    if order.due_on <= work.today:
        order.due_on = _a_month_on(work)
    _give(work)
    work.drop(LOAD.key)
    work.finish("order_settle")
    state = work.set_state(S.ISSUED, *GIVEN)
    if work.source == S.ISSUED:
        # It stays where it is in its life, and another office is asked.
        work.case.version += 1
        work.drop(ACCEPT.key)
        ask_to_accept(work)
    return state


def _a_month_on(work: OrderWork) -> date:
    """Whose day is over gets a new one with the new office."""
    return work.calendar.add_working_days(work.today, 20)


def is_marked(look: OrderLook) -> Iterator[Unmet]:
    """There is something to confirm."""
    if not look.subject.is_over_load:
        yield Unmet("not_marked", gettext("The office can carry this order."), "unit")


@act(_("confirm that the office gets more than it can carry"), guards=[is_marked])
def confirm_load(work: OrderWork) -> None:
    """It stays where it is, and is no longer marked."""
    work.finish(LOAD.key)
    work.look.subject.is_over_load = False
    work.keep_order("is_over_load")
    work.note(unit=work.look.subject.unit_id)


@act(_("drop the order"), guards=[reason_given])
def void_order(work: OrderWork) -> str:
    """It is no longer needed; what was done of it stays in its history."""
    work.drop(LOAD.key)
    if work.source not in (S.DRAFTED, S.RETURNED):
        tell_office(work, "order_void")
    return work.set_state(S.VOID)
