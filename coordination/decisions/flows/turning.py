"""What lead and proposer hear without being asked: every turn that their matter takes."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.enums import VoteChoice
from workflows.machine import At, Stage

from ..enums import MeasureState as S
from ..queries.subjects import in_session
from .work import DecisionWork

BY_ACT: Mapping[str, str] = {"reject": "rejected"}
BY_STATE: Mapping[str, str] = {
    S.REVISION: "sent_back",
    S.RESOLVED: "decided",
    S.REJECTED: "decided",
}
"""The messages of turns that have words of their own, the act before the state."""

WHILE_IT_STAYS: Mapping[str, str] = {
    VoteChoice.REFUSED: "refused",
    VoteChoice.NOT_RESPONSIBLE: "office_not_responsible",
}
"""Answers of an office that turn a matter before it leaves its state."""


def tell_the_turn(work: DecisionWork) -> None:
    """The matter has got into another state; what is taken over turned long ago."""
    if work.is_taken_over:
        return
    state = work.case.state
    template = BY_ACT.get(work.call.name) or BY_STATE.get(state, "moved")
    named = in_session(work.heard) if work.heard and template == "decided" else {}
    work.tell_turn(template, state=state, **named)


def tell_the_answer(work: DecisionWork, choice: VoteChoice, unit: int) -> None:
    """An office has answered; of an approval the lead hears with the last one."""
    if choice in WHILE_IT_STAYS:
        work.tell_turn(WHILE_IT_STAYS[choice], unit=unit)


TURNS = Stage(
    {
        state: At(enters=(tell_the_turn,))
        for state in (
            S.CHECK, S.COSIGNING, S.REVISION, S.CLARIFICATION, S.RELEASE, S.EXECUTIVE_BOARD,
            S.FINAL_SIGNATURE, S.DELIBERATION, S.VETO_PERIOD, S.EXECUTION_BARRED, S.RESOLVED,
            S.REJECTED, S.REVOKED, S.WITHDRAWN,
        )
    }
)  # fmt: skip
"""Every state into which a matter can turn on its way to the decision."""
