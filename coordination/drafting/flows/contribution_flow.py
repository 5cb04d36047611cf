"""How another office contributes to an answer: asked → has come in → closed.

The answer itself is given where it always is; this case only follows. One line per act: who may do
it in that state, and where it leads.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, CaseFlow, Stage, system

from ..enums import CONTRIBUTION_ENDED
from ..enums import ContributionState as S
from .contributing import (
    decline_contribution,
    end_contribution,
    follow_the_asker,
    give_contribution,
    return_contribution,
    withdraw_contribution,
)
from .contribution_look import ContributionLook, asker, contributor, requester
from .contribution_work import CONTRIBUTE, READ, ContributionWork, ask_to_contribute, ask_to_read

CONTRIBUTING = Stage(
    {
        S.ASKED: At(
            enters=(ask_to_contribute,),
            acts=(
                give_contribution.by(contributor, to=S.GIVEN),
                decline_contribution.by(contributor, to=S.DECLINED),
                withdraw_contribution.by(asker, to=S.WITHDRAWN),
                follow_the_asker.by(system),
                end_contribution.by(system, to=S.LAPSED),
            ),
        ),
        S.GIVEN: At(
            enters=(ask_to_read,),
            acts=(
                return_contribution.by(asker, to=S.ASKED),
                end_contribution.by(system, to=S.USED),
            ),
        ),
    },
    steps=(CONTRIBUTE, READ),
)  # fmt: skip
"""The one is heard, the other answers."""


class ContributionFlow(CaseFlow):
    """The contribution of one office to the answer of another."""

    kind = "contribution"
    label = _("contribution to an answer")
    states = S
    initial = S.ASKED
    final = frozenset(CONTRIBUTION_ENDED)
    opener = requester
    look = ContributionLook
    work = ContributionWork
    url_name = "coordination:contribution"
    route_of = "measure"
    stages = (CONTRIBUTING,)
