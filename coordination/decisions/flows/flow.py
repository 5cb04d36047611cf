"""How the council comes to decide something: check → co-signature → release → … → resolution.

One line per act: who may do it in that state, and where it leads. What an act needs and does
stands in the file of its topic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.machine import TIMED, At, CaseFlow, Look, Stage, at_step, system

from ..enums import MeasureState as S
from ..queries.printed import Section
from ..queries.subjects import words_of
from ..rules.looks import DecisionLook
from ..rules.people import (
    board_office,
    cosigner,
    council_office,
    deputy_mayor_of_lead,
    four_eyes,
    holds,
    integration_deputy,
    lead_head,
    lead_staff,
    mayor,
    not_the_drafter,
    under_mandate,
)
from ..rules.route_words import ROUTE_WORDS
from .afterwards import EXCHANGING, FILING, TAKING_NOTE, correcting_mayor
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
from .approving import APPROVAL, ask_for_approval, plan_approval, record_approval
from .approving import SESSION as APPROVAL_SESSION
from .boarding import BOARD, MAYOR_DECIDES, board_approves, board_dissents, mayor_decides
from .checking import CHECK, REVISION, pass_check, send_back, show_to_the_house, withdraw
from .circulating import CIRCULATING
from .correcting import (
    CORRECTION,
    correct_result,
    record_minutes,
    settle_correction,
)
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
    objection_over,
    open_deliberation,
    record_result,
)
from .dispatching import dispatch_paper, record_dispatch
from .dissenting import DEPUTY_MAYORS, HEARING, hear_dissent, put_dissent
from .documents import DOCUMENTS
from .following import FOLLOWING
from .lapsing import ask_for_time, lapse_vote
from .objecting import object_as_unlawful, object_to_resolution, record_veto, veto
from .releasing import (
    FINDING,
    RELEASE,
    ask_for_the_finding,
    find_current_administration,
    reject,
    release,
    released,
)
from .returning import DELAY, answer_delay
from .settling import (
    DECISION,
    SESSION,
    SUPERVISION,
    ask_for_the_decision,
    decide_objection,
    plan_objection,
    record_ruling,
)
from .signing import SIGNATURE, plan_consultations, prepare_the_signature, sign
from .stations import PLANNING, PRESENT, RECORD
from .taking_back import present_paper, take_back
from .turning import TURNS
from .urgency import HURRYING
from .urgent import (
    COUNTERSIGN,
    countersign,
    decide_urgently,
    record_urgent_resolution,
    signs_twice,
)
from .work import DecisionWork

checker = at_step("check", _("integration centre (check)"))
asked_office = at_step("cosign", _("co-signing office"))
delayed_deputy = at_step("often_postponed", _("deputy mayor"))
releaser = at_step("release", _("releasing deputy mayor"))

# Until the signature the lead may withdraw; the chain may be planned while there is a text, by
# the council office alone once it is signed.
WITHDRAW = withdraw.by(lead_head, to=S.WITHDRAWN)
PLAN = plan_consultations.by(council_office | lead_staff)
FIND = find_current_administration.by(deputy_mayor_of_lead | mayor)
REJECT = reject.by(under_mandate(integration_deputy | mayor), to=S.REJECTED)
# Whoever objects to a resolution holds its execution up.
RECORD_VETO = record_veto.by(council_office, to=S.EXECUTION_BARRED)
OBJECT = object_to_resolution.by(mayor, to=S.EXECUTION_BARRED)
OBJECT_AS_UNLAWFUL = object_as_unlawful.by(mayor, to=S.EXECUTION_BARRED)

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
                vote.by(not_the_drafter(four_eyes(asked_office))),
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
                release.by(under_mandate(four_eyes(releaser, bars_deputies=True))),
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
                answer_delay.by(delayed_deputy),
                record_minutes.by(council_office),
                correct_result.by(council_office),
                settle_correction.by(correcting_mayor),
                dispatch_paper.by(system),
                withdraw.by(mayor, to=S.WITHDRAWN, legal_basis="GO NRW § 62 Abs. 2"),
            ),
        ),
        S.VETO_PERIOD: At(
            enters=(begin_veto_period,),
            acts=(
                end_veto_period.by(system, to=S.RESOLVED),
                veto.by(mayor, to=S.EXECUTION_BARRED),
                RECORD_VETO, OBJECT_AS_UNLAWFUL,
            ),
        ),
    },
    steps=(RECORD, DELAY, CORRECTION),
)  # fmt: skip
"""The bodies deliberate in their order; the last of them decides."""

GOES_ON = (S.RESOLVED, S.IMPLEMENTATION, S.PAUSED)
"""Where a matter may be when its execution is held up, and where it goes on."""

OBJECTING = Stage(
    {
        S.RESOLVED: At(acts=(RECORD_VETO, OBJECT, OBJECT_AS_UNLAWFUL)),
        S.EXECUTION_BARRED: At(
            enters=(ask_for_the_decision,),
            # What was begun waits for the outcome; nothing of it is lost.
            rests_from=(S.RESOLVED, S.IMPLEMENTATION),
            acts=(
                plan_objection.by(council_office),
                decide_objection.by(
                    at_step("decide_objection", _("council office")),
                    to=(S.EXECUTION_BARRED, *GOES_ON, S.REVOKED),
                ),
                record_ruling.by(
                    at_step("record_ruling", _("council office")), to=(*GOES_ON, S.REVOKED)
                ),
                answer_delay.by(delayed_deputy),
                objection_over.by(system),
            ),
        ),
    },
    steps=(SESSION, DECISION, SUPERVISION),
)
"""An objection holds the execution up until the body, or who stands above it, has decided."""


TAKE_BACK = take_back.by(council_office, to=S.DELIBERATION)
deputy_mayors = holds(lambda _look: [DEPUTY_MAYORS], _("deputy mayor"))

TAKING_BACK = Stage(
    {
        S.RELEASE: At(acts=(TAKE_BACK,)),
        S.RESOLVED: At(acts=(TAKE_BACK,)),
        S.IMPLEMENTATION: At(acts=(TAKE_BACK,)),
        S.DELIBERATION: At(
            acts=(
                present_paper.by(at_step("present_paper", _("mayor"))),
                put_dissent.by(deputy_mayors),
                hear_dissent.by(at_step("hear_dissent", _("council office"))),
            ),
        ),
    },
    steps=(PRESENT, HEARING),
)
"""The council takes back what it left to the administration; a deputy mayor is heard."""

countersigner = at_step("countersign", _("member of the body, council office")).unless(signs_twice)

URGENT = Stage(
    {
        S.FINAL_SIGNATURE: At(acts=(decide_urgently.by(mayor, to=S.DELIBERATION),)),
        S.DELIBERATION: At(
            acts=(
                decide_urgently.by(mayor),
                countersign.by(countersigner, to=S.RESOLVED),
                record_urgent_resolution.by(council_office, to=S.RESOLVED),
            ),
        ),
        **{
            state: At(
                enters=(ask_for_approval,),
                acts=(
                    plan_approval.by(council_office),
                    record_approval.by(
                        at_step("record_approval", _("council office")), to=(state, S.REVOKED)
                    ),
                    # Where it is held up, others may be asked about a delay too.
                    *(() if state == S.EXECUTION_BARRED else (answer_delay.by(delayed_deputy),)),
                ),
            )
            for state in (*GOES_ON, S.EXECUTION_BARRED)
        },
    },
    steps=(COUNTERSIGN, APPROVAL, APPROVAL_SESSION),
)
"""What cannot wait is decided at once, and approved by the body afterwards (GO NRW § 60)."""


class DecisionFlow(CaseFlow):
    """Whatever the council decides: a kind says where its subject and its text come from."""

    states: ClassVar[type[TextChoices]] = S
    look: ClassVar[type[Look]] = DecisionLook
    work = DecisionWork
    route_words = ROUTE_WORDS
    stages: ClassVar[tuple[Stage, ...]] = (
        TIMED, CHECKING, COSIGNING, CIRCULATING, HURRYING, DOCUMENTS, RELEASING, DELIBERATING,
        EXCHANGING, FILING, TAKING_NOTE, OBJECTING, URGENT, TAKING_BACK, TURNS, FOLLOWING,
    )  # fmt: skip
    # How long an office has for its co-signature is a rule; it asks for more time itself.
    fixed_deadlines = frozenset(
        {
            "cosigning",
            "document_limit",
            "condition_confirmation",
            "veto_period",
            "dispatch",
            "objection",
            "urgency",
        }
    )

    @classmethod
    def sections(cls, text: Mapping[str, object]) -> Sequence[Section]:
        """A frozen text in words, part by part as its paper has them; for kinds to say more."""
        written = ((name, words) for name, words in text.items() if name != "title")
        return [Section("", words) for _name, words in written if isinstance(words, str) and words]

    @classmethod
    def about(cls, subjects: Sequence[str]) -> Mapping[str, str]:
        """What offices and bodies have said, or are asked for."""
        return words_of(subjects)
