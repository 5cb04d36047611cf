"""Who may do what and when with a measure: the tables of the domain, without the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CLERK, HEAD = "social-clerk", "social-head"
CENTRE = ("centre-clerk", "centre-head")
BGF, BGI = "division_4-deputy_mayor", "division_3-integration_deputy"
MAYOR = "mayor-mayor"
BOARD = "board_office-board_secretary"
COUNCIL = "council_office-council_secretary"
STAFF = (CLERK, HEAD)
REASON = "Das ist gut begründet."

DONE, NOT_ALLOWED, INVISIBLE, CONFLICT, UNMET = 0, 403, 404, 409, 422

COSIGNERS: Mapping[str, tuple[str, ...]] = {
    "centre": ("centre-head",),
    "finance": ("finance-head", "finance-cosigner"),
    "legal": ("legal-head",),
    "youth": ("youth-head",),
    "school": ("school-head", "school-cosigner"),
    "health": ("health-head",),
    "equality": ("equality-head",),
}
ASKED_BY_IMPACT = {
    "contract": "legal",
    "minors": "youth",
    "school": "school",
    "health": "health",
    "equality": "equality",
}
IMPACTS = (*ASKED_BY_IMPACT, "fundamental")
IN_DIVISION_4 = {"health"}
CLOSED = ("completed", "rejected", "withdrawn", "discarded")
WAITING = ("open", "declined")

WRITING = ("draft", "revision")
STATES: Mapping[str, tuple[str, ...]] = {
    "edit": WRITING,
    "ask_agreement": WRITING,
    "agree": WRITING,
    "submit": WRITING,
    "discard": ("draft",),
    "pass_check": ("check",),
    "send_back": ("check", "cosigning", "release", "executive_board", "final_signature"),
    "withdraw": (
        *("draft", "check", "cosigning", "revision", "clarification", "release"),
        *("executive_board", "final_signature", "deliberation"),
    ),
    "vote": ("cosigning",),
    "change_vote": ("cosigning",),
    "answer_condition": ("cosigning",),
    "confirm_decline": ("cosigning",),
    "turn_into_refusal": ("cosigning",),
    "resign": ("cosigning",),
    "declare_dissent": ("cosigning",),
    "clarify": ("clarification",),
    "release": ("release",),
    "reject": ("release", "executive_board", "final_signature"),
    "board_approves": ("executive_board",),
    "board_dissents": ("executive_board",),
    "mayor_decides": ("executive_board",),
    "sign": ("final_signature",),
    "record_result": ("deliberation",),
    "adapt_plan": ("resolved",),
    "confirm_funds": ("resolved",),
    "start_implementation": ("resolved",),
    "complete_milestone": ("implementation",),
    "drop_milestone": ("implementation",),
    "fulfil_obligation": ("resolved", "implementation"),
    "draft_report": ("implementation",),
    "release_report": ("implementation",),
    "propose_completion": ("implementation",),
    "confirm_completion": ("implementation",),
    "decline_completion": ("implementation",),
}

DESKS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(["agree", "resign", "declare_dissent", "start_implementation"], (HEAD,)),
    **dict.fromkeys(["drop_milestone", "release_report", "propose_completion"], (HEAD,)),
    **dict.fromkeys(["submit", "answer_condition", "adapt_plan", "fulfil_obligation"], STAFF),
    **dict.fromkeys(["complete_milestone", "draft_report"], (CLERK,)),
    **dict.fromkeys(["confirm_completion", "decline_completion"], (BGI,)),
    **dict.fromkeys(["board_approves", "board_dissents"], (BOARD,)),
    **dict.fromkeys(["mayor_decides", "sign"], (MAYOR,)),
    "pass_check": CENTRE,
    "release": (BGF, BGI),
    "reject": (BGI, MAYOR),
    "record_result": (COUNCIL,),
    "confirm_funds": COSIGNERS["finance"],
}

SENDS_BACK: Mapping[str, tuple[str, ...]] = {
    "check": CENTRE,
    "cosigning": (HEAD,),
    "release": (BGF, BGI),
    "executive_board": (BOARD,),
    "final_signature": (MAYOR,),
}

ON_ANY_VERSION = {
    *("ask_agreement", "confirm_decline", "turn_into_refusal", "record_result", "confirm_funds"),
    *("complete_milestone", "drop_milestone", "fulfil_obligation", "draft_report"),
    *("release_report", "propose_completion", "decline_completion"),
}
"""Acts that do not depend on the text that the person has seen."""

NEED_REASON = {
    *("send_back", "withdraw", "reject", "declare_dissent", "clarify", "board_dissents"),
    *("mayor_decides", "drop_milestone", "decline_completion"),
}
OUTCOMES = {
    "clarify": ("release", "revision", "executive_board"),
    "mayor_decides": ("final_signature", "revision", "rejected"),
}
COSIGN_CHOICES = ("approved", "conditional", "refused", "not_affected")
CONTRIBUTE_CHOICES = ("noted", "not_affected")

TARGETS = {
    "submit": "check",
    "discard": "discarded",
    "pass_check": "cosigning",
    "send_back": "revision",
    "withdraw": "withdrawn",
    "declare_dissent": "clarification",
    "reject": "rejected",
    "board_approves": "final_signature",
    "sign": "deliberation",
    "start_implementation": "implementation",
    "confirm_completion": "completed",
}


@dataclass(frozen=True)
class Move:
    """One act that somebody tries; `about` names a unit, condition, milestone or obligation."""

    act: str
    by: str
    text: str = ""
    about: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    stale: bool = False


@dataclass
class Item:
    """What a unit was asked in this round, and its answer."""

    participation: str
    status: str = "requested"
    choice: str = ""
    vote: int = 0


@dataclass
class Condition:
    """A condition of this round."""

    text: str
    unit: str
    vote: int
    status: str = "open"
    material: bool = False
    is_settled: bool = False
