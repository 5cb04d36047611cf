"""How a demand goes: received → registered → assigned → examined → answered → fulfilled (2.7).

One line per act: who may do it in that state, and where it leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.machine import TIMED, At, CaseFlow, Stage
from workflows.machine.flow import ANY
from workflows.machine.rules import system

from ..enums import FINAL
from ..enums import DemandState as S
from ..models import Demand
from .answering import (
    draft_answer,
    link_measure,
    record_result,
    return_answer,
    set_appointment,
    sign_answer,
    unlink_measure,
)
from .closing import (
    ask_sender_anew,
    confirm_fulfilled,
    dispute,
    let_sender_read,
    measure_failed,
    record_confirmation,
    record_dispute,
    record_withdrawal,
    report_fulfilled,
    settle_demand,
    withdraw_demand,
)
from .look import (
    DemandLook,
    closing_recorder,
    decider,
    drafter,
    head,
    opening,
    registrar,
    sender,
    signer,
    staff,
)
from .registering import (
    assign_demand,
    begin_examination,
    confirm_load,
    register_demand,
    return_demand,
    revise_demand,
    send_notice,
)
from .work import (
    ASSIGN,
    CONFIRM,
    DRAFT,
    EXAMINE,
    FULFIL,
    LOAD,
    NOTICE,
    REGISTER,
    SIGN,
    DemandWork,
    ask_for_the_answer,
    ask_to_assign,
    ask_to_confirm,
    ask_to_examine,
    ask_to_fulfil,
    ask_to_register,
)

ENDS = (
    withdraw_demand.by(sender, to=S.WITHDRAWN),
    record_withdrawal.by(registrar, to=S.WITHDRAWN),
    settle_demand.by(decider, to=S.SETTLED),
)
"""The sender may take it back at any time, and who leads integration may close it with a reason."""

CORRECT = revise_demand.by(registrar)
HAND_OUT = assign_demand.by(decider, to=S.ASSIGNED)
GIVE_BACK = return_demand.by(head | decider, to=S.REGISTERED)
TELL = send_notice.by(drafter)
LINK = link_measure.by(drafter | decider)
LOADED = confirm_load.by(decider)
APPOINT = set_appointment.by(drafter)
RESULT = record_result.by(drafter)
FULFILLED = report_fulfilled.by(staff, to=S.REPORTED)
DISPUTE = (
    dispute.by(sender, to=S.DISPUTED),
    record_dispute.by(registrar, to=S.DISPUTED),
)

TAKING_IN = Stage(
    {
        S.RECEIVED: At(
            enters=(ask_to_register,),
            acts=(register_demand.by(registrar, to=S.REGISTERED), CORRECT, *ENDS),
        ),
        S.REGISTERED: At(enters=(ask_to_assign,), acts=(HAND_OUT, CORRECT, TELL, *ENDS)),
        S.DISPUTED: At(enters=(ask_to_assign,), acts=(HAND_OUT, TELL, *ENDS)),
    },
    steps=(REGISTER, ASSIGN, NOTICE),
)
"""The secretariat registers, whoever leads integration assigns."""

ANSWERING = Stage(
    {
        S.ASSIGNED: At(
            enters=(ask_to_examine,),
            acts=(begin_examination.by(staff, to=S.EXAMINING), GIVE_BACK, LOADED, TELL, *ENDS),
        ),
        S.EXAMINING: At(
            enters=(ask_for_the_answer,),
            acts=(
                draft_answer.by(drafter),
                sign_answer.by(signer, to=(S.ANSWERED, S.IN_MEASURE, S.DECLINED)),
                return_answer.by(decider),
                LINK,
                unlink_measure.by(drafter | decider),
                APPOINT, RESULT, GIVE_BACK, LOADED, TELL, *ENDS,
            ),
        ),
    },
    steps=(EXAMINE, DRAFT, SIGN, LOAD),
)  # fmt: skip
"""The office examines and drafts, whoever leads integration signs."""

FULFILLING = Stage(
    {
        S.ANSWERED: At(
            enters=(ask_to_fulfil,), acts=(FULFILLED, APPOINT, RESULT, *DISPUTE, *ENDS)
        ),
        S.IN_MEASURE: At(
            acts=(
                report_fulfilled.by(staff | system, to=S.REPORTED),
                measure_failed.by(system, to=S.ASSIGNED),
                LINK,
                unlink_measure.by(decider),
                *ENDS,
            ),
        ),
        S.DECLINED: At(acts=(FULFILLED, *DISPUTE, *ENDS)),
        S.REPORTED: At(
            enters=(ask_to_confirm,),
            acts=(
                confirm_fulfilled.by(sender, to=S.CONFIRMED),
                record_confirmation.by(closing_recorder, to=S.CONFIRMED),
                ask_sender_anew.by(system),
                *DISPUTE, *ENDS,
            ),
        ),
        ANY: At(acts=(let_sender_read.by(system),)),
    },
    steps=(FULFIL, CONFIRM),
)  # fmt: skip
"""Only who has asked can say that it is fulfilled; the measures say when it may be claimed."""


class DemandFlow(CaseFlow):
    """An association asks the city for something, and says itself when it has got it."""

    kind = "demand"
    label = _("demand of an association")
    states = S
    initial = S.RECEIVED
    final = frozenset(FINAL)
    opener = opening
    look = DemandLook
    work = DemandWork
    url_name = "coordination:demand"
    route_of = "measure"
    stages = (TAKING_IN, ANSWERING, FULFILLING, TIMED)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The numbers of the demands."""
        rows = Demand.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))

    @classmethod
    def ties(cls, unit: int) -> Sequence[str]:
        """The open demands that an office has, or that an association has made."""
        rows = Demand.objects.open().filter(office=unit) | Demand.objects.open().filter(sender=unit)
        return list(rows.order_by("reference").values_list("reference", flat=True))
