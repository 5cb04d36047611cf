"""How the council comes to decide something: check → co-signature → release → … → resolution.

One line per act: who may do it in that state, and where it leads. What an act needs and does
stands in the file of its topic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from workflows.machine import TIMED, At, CaseFlow, Look, Stage, system

from ..enums import MeasureState as S
from ..queries.subjects import words_of
from ..rules.looks import DecisionLook
from ..rules.people import (
    at_step,
    board_office,
    cosigner,
    council_office,
    deputy_mayor_of_lead,
    four_eyes,
    integration_deputy,
    lead_head,
    lead_staff,
    mayor,
)
from ..rules.route_words import ROUTE_WORDS
from .agreeing import (
    CLARIFICATION,
    DECLINE,
    RESIGN,
    answer_condition,
    ask_to_resign,
    clarify,
    complete_cosigning,
    confirm_decline,
    declare_dissent,
    lapse_decline,
    object_to_change,
    open_clarification,
    resign,
    turn_into_refusal,
)
from .boarding import BOARD, MAYOR_DECIDES, board_approves, board_dissents, mayor_decides
from .checking import CHECK, REVISION, pass_check, send_back, show_to_the_house, withdraw
from .cosigning import (
    CONDITION,
    COSIGN,
    QUESTION,
    answer_question,
    ask_question,
    change_vote,
    start_round,
    stop_circle,
    vote,
)
from .deliberating import (
    begin_veto_period,
    end_veto_period,
    open_deliberation,
    record_result,
)
from .dispatching import dispatch_paper, record_dispatch
from .lapsing import ask_for_time, lapse_vote
from .releasing import (
    FINDING,
    RELEASE,
    ask_for_the_finding,
    find_current_administration,
    reject,
    release,
    released,
)
from .signing import SIGNATURE, plan_consultations, prepare_the_signature, sign
from .stations import PLANNING, RECORD
from .turning import TURNS
from .work import DecisionWork

checker = at_step("check", _("integration centre (check)"))
asked_office = at_step("cosign", _("co-signing office"))
releaser = at_step("release", _("releasing deputy mayor"))

# Until the signature the lead may withdraw; the chain may be planned while there is a text, by
# the council office alone once it is signed.
WITHDRAW = withdraw.by(lead_head, to=S.WITHDRAWN)
PLAN = plan_consultations.by(council_office | lead_staff)
FIND = find_current_administration.by(deputy_mayor_of_lead | mayor)
REJECT = reject.by(integration_deputy | mayor, to=S.REJECTED)

CHECKING = Stage(
    {
        S.CHECK: At(
            enters=(show_to_the_house,),
            steps=(CHECK,),
            acts=(
                pass_check.by(checker, to=S.COSIGNING),
                send_back.by(checker, to=S.REVISION, step="check"),
                FIND, PLAN, WITHDRAW,
            ),
        ),
        S.REVISION: At(steps=(REVISION,), acts=(PLAN, WITHDRAW)),
    },
)  # fmt: skip
"""The secretariat looks whether a proposal can go to the offices."""

COSIGNING = Stage(
    {
        S.COSIGNING: At(
            enters=(start_round,),
            acts=(
                vote.by(four_eyes(asked_office)),
                change_vote.by(four_eyes(cosigner)),
                ask_question.by(cosigner),
                ask_for_time.by(cosigner),
                object_to_change.by(cosigner),
                answer_question.by(at_step("answer_question", _("lead office"))),
                answer_condition.by(at_step("answer_condition", _("lead office"))),
                confirm_decline.by(at_step("confirm_decline", _("co-signing office"))),
                turn_into_refusal.by(at_step("confirm_decline", _("co-signing office"))),
                resign.by(at_step("resign", _("head of the lead office"))),
                declare_dissent.by(lead_head, to=S.CLARIFICATION),
                send_back.by(lead_head, to=S.REVISION),
                FIND, PLAN, WITHDRAW,
                # The clock, then what follows by itself, in this order.
                lapse_vote.by(system),
                lapse_decline.by(system),
                stop_circle.by(system, to=S.CLARIFICATION),
                ask_to_resign.by(system),
                complete_cosigning.by(system, to=S.RELEASE),
                open_clarification.by(system, to=S.CLARIFICATION),
            ),
        ),
        S.CLARIFICATION: At(
            steps=(CLARIFICATION,),
            acts=(
                clarify.by(
                    at_step("clarification", _("common superior")),
                    to=(S.RELEASE, S.REVISION, S.EXECUTIVE_BOARD),
                ),
                WITHDRAW,
            ),
        ),
    },
    steps=(COSIGN, CONDITION, DECLINE, RESIGN, QUESTION),
)  # fmt: skip
"""Each office asked answers once per round; the last answer moves the case."""

RELEASING = Stage(
    {
        S.RELEASE: At(
            enters=(ask_for_the_finding,),
            steps=(RELEASE,),
            acts=(
                release.by(four_eyes(releaser, bars_deputies=True)),
                send_back.by(releaser, to=S.REVISION, step="release"),
                REJECT, FIND, PLAN, WITHDRAW,
                released.by(system, to=(S.EXECUTIVE_BOARD, S.FINAL_SIGNATURE, S.RESOLVED)),
            ),
        ),
        S.EXECUTIVE_BOARD: At(
            steps=(BOARD,),
            acts=(
                board_approves.by(board_office, to=(S.FINAL_SIGNATURE, S.RESOLVED)),
                board_dissents.by(board_office),
                mayor_decides.by(
                    at_step("mayor_decides", _("mayor")),
                    to=(S.FINAL_SIGNATURE, S.RESOLVED, S.REVISION, S.REJECTED),
                ),
                send_back.by(board_office, to=S.REVISION),
                REJECT, WITHDRAW,
            ),
        ),
        S.FINAL_SIGNATURE: At(
            enters=(prepare_the_signature,),
            steps=(SIGNATURE,),
            acts=(
                sign.by(at_step("final_signature", _("mayor")), to=S.DELIBERATION),
                send_back.by(mayor, to=S.REVISION),
                REJECT, PLAN, WITHDRAW,
            ),
        ),
    },
    steps=(FINDING, MAYOR_DECIDES, PLANNING),
)  # fmt: skip
"""From the agreed text to the signed paper."""

DELIBERATING = Stage(
    {
        S.DELIBERATION: At(
            enters=(open_deliberation,),
            acts=(
                record_result.by(
                    at_step("record_result", _("council office")),
                    to=(S.DELIBERATION, S.RESOLVED, S.VETO_PERIOD, S.REJECTED),
                ),
                plan_consultations.by(council_office),
                record_dispatch.by(council_office),
                dispatch_paper.by(system),
                withdraw.by(mayor, to=S.WITHDRAWN, legal_basis="GO NRW § 62 Abs. 2"),
            ),
        ),
        S.VETO_PERIOD: At(
            enters=(begin_veto_period,),
            acts=(end_veto_period.by(system, to=S.RESOLVED),),
        ),
    },
    steps=(RECORD,),
)
"""The bodies deliberate in their order; the last of them decides."""


class DecisionFlow(CaseFlow):
    """Whatever the council decides: a kind says where its subject and its text come from."""

    states = S
    look: ClassVar[type[Look]] = DecisionLook
    work = DecisionWork
    route_words = ROUTE_WORDS
    stages: ClassVar[tuple[Stage, ...]] = (
        TIMED, CHECKING, COSIGNING, RELEASING, DELIBERATING, TURNS,
    )  # fmt: skip
    # How long an office has for its co-signature is a rule; it asks for more time itself.
    fixed_deadlines = frozenset(
        {"cosigning", "condition_confirmation", "veto_period", "dispatch", "objection"}
    )

    @classmethod
    def about(cls, subjects: Sequence[str]) -> Mapping[str, str]:
        """What offices and bodies have said, or are asked for."""
        return words_of(subjects)
