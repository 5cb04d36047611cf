"""How an order goes: drafted → given → accepted → in work → reported → confirmed (domain 2.8).

One line per act: who may do it in that state, and where it leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.machine import TIMED, At, CaseFlow, Stage

from ..enums import OrderState as S
from ..models import Order
from .answering import (
    accept_order,
    begin_work,
    confirm_order,
    decline_order,
    extend_order,
    report_done,
    say_not_responsible,
    send_report_back,
)
from .issuing import confirm_load, issue_order, reassign_order, revise_order, void_order
from .look import (
    WORK,
    OrderLook,
    confirmer,
    drafting,
    editing,
    giver,
    head,
    instructing,
    load_keeper,
    staff,
)
from .work import (
    ACCEPT,
    CONFIRM,
    DO,
    ISSUE,
    LOAD,
    SETTLE,
    OrderWork,
    ask_for_the_work,
    ask_to_accept,
    ask_to_confirm,
    ask_to_issue,
    ask_to_settle,
)

DROP = void_order.by(giver, to=S.VOID)
NOT_OURS = say_not_responsible.by(head, to=S.RETURNED)
MOVE = reassign_order.by(giver | load_keeper, to=S.ISSUED)
LATER = extend_order.by(giver)
LOADED = confirm_load.by(load_keeper)

DRAFTING = Stage(
    {
        S.DRAFTED: At(
            enters=(ask_to_issue,),
            acts=(
                revise_order.by(editing),
                issue_order.by(instructing, to=S.ISSUED),
                void_order.by(editing, to=S.VOID),
            ),
        )
    },
    steps=(ISSUE,),
)
"""Whoever drafts need not be whoever gives."""

WORKING = Stage(
    {
        S.ISSUED: At(
            enters=(ask_to_accept,),
            acts=(
                accept_order.by(head, to=S.ACCEPTED),
                decline_order.by(head, to=S.RETURNED),
                NOT_OURS, MOVE, LATER, LOADED, DROP,
            ),
        ),
        S.ACCEPTED: At(
            enters=(ask_for_the_work,),
            acts=(
                begin_work.by(staff, to=S.IN_WORK),
                report_done.by(staff, to=S.REPORTED),
                NOT_OURS, MOVE, LATER, LOADED, DROP,
            ),
        ),
        S.IN_WORK: At(
            enters=(ask_for_the_work,),
            acts=(report_done.by(staff, to=S.REPORTED), NOT_OURS, MOVE, LATER, LOADED, DROP),
        ),
        S.REPORTED: At(
            enters=(ask_to_confirm,),
            acts=(
                confirm_order.by(confirmer, to=S.CONFIRMED),
                send_report_back.by(confirmer, to=S.IN_WORK),
                DROP,
            ),
        ),
        S.RETURNED: At(enters=(ask_to_settle,), acts=(MOVE, DROP)),
    },
    steps=(ACCEPT, DO, CONFIRM, SETTLE, LOAD),
)  # fmt: skip
"""The office has it, until who gave it confirms that it is done."""


class OrderFlow(CaseFlow):
    """Somebody gives an office something to do: directive, request, agreement or resolution."""

    kind = "order"
    label = _("order to an office")
    states = S
    initial = S.DRAFTED
    final = frozenset({S.CONFIRMED, S.VOID})
    opener = drafting
    look = OrderLook
    work = OrderWork
    url_name = "coordination:order"
    route_of = "measure"
    # Who gave it sets another day, twice at most.
    fixed_deadlines = frozenset({WORK})
    stages = (DRAFTING, WORKING, TIMED)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The numbers of the orders."""
        rows = Order.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))

    @classmethod
    def ties(cls, unit: int) -> Sequence[str]:
        """The open orders that an office has."""
        rows = Order.objects.open().filter(unit=unit).order_by("reference")
        return list(rows.values_list("reference", flat=True))
