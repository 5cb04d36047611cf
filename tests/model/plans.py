"""How the starts of the runs are reached: on which way, by which moves on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.model import cast
from tests.model.measure import CURRENT
from tests.model.parts import Move

BOTH = ["school", "finance"]
BEGIN = [Move("submit", cast.HEAD), Move("pass_check", "centre-head")]
ALL_SIGN = [Move("vote", "school-cosigner", "approved"), Move("vote", "finance-head", "approved")]
SIGN_AGAIN = [
    Move("vote", "finance-head", "conditional"),
    Move("answer_condition", cast.HEAD, "editorial"),
    Move("vote", "school-head", "approved"),
]
TO_COUNCIL = [Move("release", cast.BGF), Move("release", cast.BGI), Move("sign", cast.MAYOR)]
RESOLVE = [Move("record_result", cast.COUNCIL_OFFICE, "accepted")] * 2
URGENTLY = [Move("decide_urgently", cast.MAYOR), Move("countersign", cast.OBSERVER)]
WORK = [Move("confirm_funds", "finance-head"), Move("start_implementation", cast.HEAD)]

DONE = [
    *[Move("drop_milestone", cast.HEAD)] * 2,
    Move("draft_report", cast.CLERK, flag=True),
    Move("release_report", cast.HEAD),
    Move("propose_completion", cast.HEAD),
]

BY_COMMITTEE = [
    *BEGIN,
    *ALL_SIGN,
    *TO_COUNCIL[:2],
    Move("plan_consultations", cast.COUNCIL_OFFICE, flag=True),
    *TO_COUNCIL[2:],
    *RESOLVE[:1],
]
KEEP = [Move("decide_objection", cast.COUNCIL_OFFICE, "accepted")] * 2
EVALUATED = [
    Move("fulfil_obligation", cast.CLERK),
    *DONE[:3],
    Move("return_report", cast.HEAD),
    *DONE[2:],
    Move("decline_completion", cast.BGI),
    Move("propose_completion", cast.HEAD),
    Move("confirm_completion", cast.BGI),
    Move("draft_evaluation", "centre-head"),
    Move("return_evaluation", cast.BGI),
    Move("draft_evaluation", "centre-head"),
    Move("release_evaluation", cast.BGI),
]

PLANS: Mapping[str, tuple[Mapping[str, Any], list[Move]]] = {
    "draft": ({"units": BOTH, "path": "council"}, []),
    "small": ({"units": ["school", "health"], "path": CURRENT}, BEGIN),
    "principle": ({"units": ["health"], "path": "council", "fundamental": True}, BEGIN),
    "costly": ({"units": ["finance"], "path": "council", "costly": True}, BEGIN),
    "of a co-signer": ({"units": BOTH, "path": "council", "author": "school-head"}, BEGIN),
    "of the deputy mayor": (
        {"units": BOTH, "path": "committee", "author": cast.BGI},
        [*BEGIN, *ALL_SIGN],
    ),
    "committee": ({"units": BOTH, "path": "committee"}, [*BEGIN, *ALL_SIGN]),
    "council": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL]),
    "asked": (
        {"units": ["school", "finance", "health"], "path": "council"},
        [
            *BEGIN,
            Move("ask_question", "school-head"),
            Move("answer_question", cast.CLERK),
            Move("ask_for_time", "finance-head"),
        ],
    ),
    "conditions": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, Move("vote", "finance-head", "conditional", number=1)],
    ),
    "partial round": (
        {"units": ["school", "finance", "health"], "path": "council"},
        [
            *BEGIN,
            Move("vote", "health-head", "approved"),
            Move("vote", "school-head", "conditional"),
            Move("answer_condition", cast.HEAD, "material", flag=True),
            Move("vote", "finance-head", "not_affected"),
        ],
    ),
    "circle": (
        {"units": ["finance", "health"], "path": "council"},
        [
            *BEGIN,
            Move("vote", "health-head", "not_responsible"),
            Move("vote", "legal-head", "not_responsible"),
            Move("vote", "health-head", "not_responsible"),
        ],
    ),
    "declined": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            Move("vote", "school-head", "approved"),
            Move("vote", "finance-head", "conditional", number=1),
            Move("answer_condition", cast.HEAD, "decline"),
            Move("answer_condition", cast.HEAD, "decline"),
        ],
    ),
    "agreed": ({"units": BOTH, "path": "council"}, [*BEGIN, *SIGN_AGAIN]),
    "promise": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *SIGN_AGAIN, Move("resign", cast.HEAD), *TO_COUNCIL, *RESOLVE, *WORK],
    ),
    "resolution": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE]),
    # Where a run seldom comes by itself.
    "thrown away": ({"units": BOTH, "path": "council"}, [Move("discard", cast.HEAD)]),
    "given up": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE, Move("repeal", cast.COUNCIL_OFFICE)],
    ),
    "stopped": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *RESOLVE[:1],
            Move("record_result", cast.COUNCIL_OFFICE, "amended"),
            Move("decline_funds", "finance-head"),
            Move("ask_funds_again", cast.CLERK),
            *WORK[:1],
            Move("adapt_plan", cast.CLERK),
            Move("change_plan", cast.HEAD),
            *WORK[1:],
            Move("transfer_lead", cast.MAYOR, "sports"),
            Move("name_responsible", "sports-head"),
            Move("complete_milestone", "sports-clerk"),
            Move("discontinue", cast.COUNCIL_OFFICE),
        ],
    ),
    "veto": (
        {"units": BOTH, "path": "committee"},
        BY_COMMITTEE,
    ),
    "divided": (
        {"units": ["health"], "path": "council", "fundamental": True},
        [
            *BEGIN,
            Move("vote", "health-head", "approved"),
            *TO_COUNCIL[:2],
            Move("board_dissents", cast.BOARD),
            Move("mayor_decides", cast.MAYOR, "final_signature"),
            *TO_COUNCIL[2:],
            Move("put_dissent", cast.BGF),
            Move("put_dissent", cast.GENERAL_DEPUTY),
            Move("hear_dissent", cast.COUNCIL_OFFICE),
        ],
    ),
    "signed by one": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *ALL_SIGN, *TO_COUNCIL[:2], *URGENTLY[:1]],
    ),
    "urgent": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *URGENTLY]),
    "urgent in committee": (
        {"units": BOTH, "path": "committee"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL[:2],
            Move("plan_consultations", cast.COUNCIL_OFFICE, flag=True),
            *URGENTLY,
        ],
    ),
    "by the main committee": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            Move("record_dispatch", cast.COUNCIL_OFFICE),
            Move("record_urgent_resolution", cast.COUNCIL_OFFICE, "accepted"),
        ],
    ),
    "taken back": (
        {"units": BOTH, "path": CURRENT},
        [
            *BEGIN,
            Move("find_current_administration", cast.BGF, flag=True),
            *ALL_SIGN,
            *TO_COUNCIL[:2],
            *WORK,
            Move("take_back", cast.COUNCIL_OFFICE),
        ],
    ),
    "barred": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *RESOLVE,
            Move("object_to_resolution", cast.MAYOR),
        ],
    ),
    "done": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE, *WORK, *DONE],
    ),
    "completed": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *RESOLVE,
            *WORK,
            *DONE,
            Move("confirm_completion", cast.BGI),
            Move("draft_evaluation", "centre-head"),
        ],
    ),
    "work": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE, *WORK]),
    # What is seldom done: here it is, each time.
    "sent back": (
        {"units": BOTH, "path": "council"},
        [
            Move("ask_agreement", cast.CLERK),
            Move("decline_agreement", cast.HEAD),
            Move("edit", cast.CLERK),
            Move("ask_agreement", cast.CLERK),
            Move("agree", cast.HEAD),
            Move("submit", cast.CLERK),
            Move("send_back", "centre-head"),
        ],
    ),
    "withdrawn": ({"units": BOTH, "path": "council"}, [*BEGIN, Move("withdraw", cast.HEAD)]),
    "rejected": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *ALL_SIGN, *TO_COUNCIL[:1], Move("reject", cast.BGI)],
    ),
    "disputed": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            Move("vote", "school-head", "approved"),
            Move("change_vote", "school-head", "refused"),
            Move("declare_dissent", cast.HEAD),
            Move("clarify", cast.MAYOR, "executive_board"),
            Move("board_approves", cast.BOARD),
        ],
    ),
    "turned": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *SIGN_AGAIN[:2],
            Move("object_to_change", "finance-head"),
            Move("vote", "finance-head", "conditional", number=1),
            *[Move("answer_condition", cast.HEAD, "decline")] * 2,
            Move("confirm_decline", "finance-head"),
            Move("turn_into_refusal", "finance-head"),
        ],
    ),
    "overlapping": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN[:1],
            Move("plan_circulation", "centre-clerk", "legal"),
            *BEGIN[1:],
            Move("ask_office", "centre-clerk", "health", flag=True),
            Move("spare_office", "centre-clerk", "legal"),
            Move("request_documents", "school-head"),
            Move("provide_documents", cast.HEAD),
            Move("allow_request", cast.BGF),
            Move("request_documents", "school-head"),
            Move("withdraw_request", "school-head"),
            Move("request_documents", "centre-clerk"),
            Move("request_documents", "finance-head"),
        ],
    ),
    "put off": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *[Move("record_result", cast.COUNCIL_OFFICE, "postponed")] * 3,
            Move("answer_delay", cast.BGF),
        ],
    ),
    "presented": (
        {"units": BOTH, "path": CURRENT},
        [
            *BEGIN,
            Move("find_current_administration", cast.BGF, flag=True),
            *ALL_SIGN,
            *TO_COUNCIL[:2],
            Move("take_back", cast.COUNCIL_OFFICE),
            Move("present_paper", cast.MAYOR),
        ],
    ),
    "vetoed": (
        {"units": BOTH, "path": "committee"},
        [*BY_COMMITTEE, Move("veto", cast.MAYOR)],
    ),
    "annulled": (
        {"units": BOTH, "path": "committee"},
        [
            *BY_COMMITTEE,
            Move("record_veto", cast.COUNCIL_OFFICE),
            Move("plan_objection", cast.COUNCIL_OFFICE),
            *KEEP[:1],
            Move("object_as_unlawful", cast.MAYOR),
            *KEEP,
            Move("record_ruling", cast.COUNCIL_OFFICE, "annulled"),
        ],
    ),
    "not approved": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *URGENTLY,
            Move("plan_approval", cast.COUNCIL_OFFICE),
            Move("record_approval", cast.COUNCIL_OFFICE, "rejected"),
        ],
    ),
    "evaluated": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *SIGN_AGAIN,
            Move("resign", cast.HEAD),
            *TO_COUNCIL,
            *RESOLVE,
            *WORK,
            *EVALUATED,
        ],
    ),
}
"""Each act is on the way to one of them, so that none is left to the lots."""
