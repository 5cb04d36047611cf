"""How an answer is drafted inside an office: being drafted → ready for signature → signed.

It is signed in the matter itself, by the answer of the office; this case only follows. One line
per act: who may do it in that state, and where it leads.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, CaseFlow, Stage, system

from ..enums import ENDED
from ..enums import DraftState as S
from .drafting import (
    end_draft,
    hand_in_draft,
    reassign_draft,
    recall_draft,
    return_draft,
    revise_draft,
)
from .look import DraftLook, drafter, giver, signer
from .work import DRAFT, SIGN, DraftWork, ask_to_draft, ask_to_sign

END = end_draft.by(system, to=ENDED)
RECALL = recall_draft.by(signer, to=S.DROPPED)

DRAFTING = Stage(
    {
        S.DRAFTING: At(
            enters=(ask_to_draft,),
            acts=(
                hand_in_draft.by(drafter, to=S.SUBMITTED),
                reassign_draft.by(signer),
                RECALL, END,
            ),
        ),
        S.SUBMITTED: At(
            enters=(ask_to_sign,),
            acts=(
                revise_draft.by(drafter),
                return_draft.by(signer, to=S.DRAFTING),
                RECALL, END,
            ),
        ),
    },
    steps=(DRAFT, SIGN),
)  # fmt: skip
"""Whoever drafts is no more than heard; whoever signs answers."""


class DraftFlow(CaseFlow):
    """The draft of an office's answer."""

    kind = "answer_draft"
    label = _("draft of an answer")
    states = S
    initial = S.DRAFTING
    final = frozenset(ENDED)
    opener = giver
    look = DraftLook
    work = DraftWork
    url_name = "coordination:draft"
    route_of = "measure"
    stages = (DRAFTING,)
