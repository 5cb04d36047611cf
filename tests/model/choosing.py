"""What somebody tries next: mostly what leads on, now and then anything by anybody."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from tests.model import cast
from tests.model.measure import ACTS, MeasureModel
from tests.model.parts import Move, World

FORMLESS = {
    "ask_agreement", "agree", "submit", "discard", "pass_check", "resign", "release", "sign",
    "confirm_funds", "release_report", "propose_completion", "confirm_completion",
    "confirm_decline", "ask_for_time", "release_evaluation", "present_paper",
}  # fmt: skip
CHOICES = {
    "submit": ["", "editorial", "material"],
    "edit": ["", "health", "covered", "covered", "bare", "later"],
    "vote": ["approved", "approved", "approved", "conditional", "conditional", "refused",
             "not_affected", "not_responsible", "not_responsible", "noted"],
    "change_vote": ["approved", "conditional", "refused", "not_affected", "not_responsible",
                    "noted"],
    "answer_condition": ["material", "editorial", "decline"],
    "transfer_lead": ["sports", "sports", "social", "nobody"],
    "clarify": ["release", "revision", "executive_board"],
    "mayor_decides": ["final_signature", "final_signature", "revision", "rejected"],
    "record_result": ["accepted", "accepted", "amended", "rejected", "none", "noted", "postponed",
                      "postponed", "dropped", "referred", "withdrawn"],
    "decide_objection": ["accepted", "accepted", "amended", "rejected", "postponed", "postponed",
                         "dropped"],
    "record_urgent_resolution": ["accepted", "accepted", "amended", "rejected"],
    "record_approval": ["accepted", "accepted", "rejected", "postponed", "postponed", "dropped"],
    "record_ruling": ["annulled", "unobjected"],
    "ask_office": ["legal", "legal", "health", "school", "lead"],
    "plan_circulation": ["", "legal", "legal"],
    "spare_office": ["legal", "health", "school", "centre"],
}  # fmt: skip
USUAL = {
    "draft": "submit",
    "check": "pass_check",
    "cosigning": "vote vote answer_condition resign confirm_decline",
    "revision": "submit",
    "clarification": "clarify",
    "release": "release",
    "executive_board": "board_approves mayor_decides",
    "final_signature": "sign",
    "deliberation": "record_result countersign present_paper",
    "veto_period": "record_result",
    "execution_barred": "decide_objection decide_objection record_ruling plan_objection",
    "resolved": "confirm_funds adapt_plan start_implementation record_approval",
    "implementation": "complete_milestone draft_report release_report propose_completion"
    " confirm_completion fulfil_obligation record_approval",
    "completed": "draft_evaluation release_evaluation",
}
SELDOM = {
    "draft": "edit discard ask_agreement agree decline_agreement discard withdraw"
    " plan_consultations",
    "check": "transfer_lead send_back withdraw find_current_administration plan_circulation",
    "cosigning": "change_vote change_vote turn_into_refusal turn_into_refusal ask_question"
    " ask_for_time answer_question object_to_change object_to_change declare_dissent send_back"
    " withdraw find_current_administration request_documents request_documents provide_documents"
    " withdraw_request allow_request ask_office spare_office",
    "revision": "transfer_lead edit ask_agreement agree decline_agreement withdraw"
    " plan_consultations",
    "clarification": "transfer_lead withdraw",
    "release": "transfer_lead find_current_administration send_back reject withdraw take_back",
    "executive_board": "transfer_lead board_dissents board_dissents send_back reject",
    "final_signature": "plan_consultations send_back reject withdraw decide_urgently",
    "deliberation": "withdraw plan_consultations record_dispatch answer_delay put_dissent"
    " hear_dissent decide_urgently record_urgent_resolution",
    "veto_period": "withdraw veto record_veto object_as_unlawful",
    "execution_barred": "transfer_lead answer_delay record_approval plan_approval",
    "resolved": "transfer_lead fulfil_obligation decline_funds ask_funds_again ask_funds_again"
    " change_plan repeal record_veto object_to_resolution object_as_unlawful plan_approval"
    " take_back answer_delay",
    "implementation": "transfer_lead drop_milestone return_report decline_completion"
    " name_responsible change_plan discontinue object_to_resolution object_as_unlawful"
    " plan_approval take_back answer_delay",
    "completed": "return_evaluation transfer_lead",
}
WAYS = {state: USUAL[state].split() * 4 + SELDOM[state].split() for state in USUAL}
"""The acts that lead on from a state, the usual ones more often."""
ENDINGS = {"withdraw", "discard", "reject", "repeal", "discontinue"}
"""Tried less often: a run that ends begins again elsewhere."""
AT_SESSIONS = {
    "record_result", "decide_objection", "hear_dissent", "record_approval",
    "record_urgent_resolution", "take_back",
}  # fmt: skip
"""What is recorded mostly after the session."""
TRIES = 5
"""How many acts are thought of before something is tried that cannot be done."""


class Chosen(NamedTuple):
    """A move, and whether somebody waits for the session first."""

    move: Move
    after_session: bool = False


def chosen(model: MeasureModel, world: World, lot: Random) -> Chosen:
    """One try in six is anything by anybody; the others lead on, most with a good form."""
    if lot.random() < 1 / 6:
        act = lot.choice(lot.choice([ACTS, WAYS[model.state]]))
        return Chosen(_move(lot, act, lot.choice(cast.EVERYBODY), CHOICES.get(act, [""])))
    is_careful, ready, act = lot.random() < 0.8, [], ""
    for _ in range(TRIES):
        act = lot.choice(WAYS[model.state])
        if act in ENDINGS and lot.random() < 0.75:
            continue
        ready = _ready(model, world, act)
        if ready:
            break
    who, choices = lot.choice(ready or [(cast.HEAD, CHOICES.get(act, [""]))])
    if not is_careful:
        choices = CHOICES.get(act, [""])
    move = _move(lot, act, who, choices, is_careful=is_careful)
    return Chosen(move, act in AT_SESSIONS and lot.random() < 0.9)


def _ready(model: MeasureModel, world: World, act: str) -> list[tuple[str, list[str]]]:
    """Who could do the act now with a good form, with which choices."""
    found = []
    for who in sorted({*model.sees, *(deputy for _away, deputy in model.deputies)}):
        choices = []
        for choice in CHOICES.get(act, [""]):
            answer = model.answer(Move(act, who, choice, flag=choice == "material"), world)
            if answer == 200:
                choices.append(choice)
            elif answer != 422:
                break
        if choices:
            found.append((who, choices))
    return found


def _move(lot: Random, act: str, who: str, choices: list[str], *, is_careful: bool = False) -> Move:
    choice = lot.choice(choices)
    return Move(
        act,
        who,
        choice,
        good=act in FORMLESS or is_careful or lot.random() < 0.5,
        stale=not is_careful and lot.random() < 1 / 6,
        number=lot.randrange(4),
        flag=lot.random() < (0.9 if choice == "material" else 0.5),
    )
