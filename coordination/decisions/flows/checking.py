"""From the proposal to the preliminary check, and back to the lead (M3, M4, M19)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Step
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ..queries.urgency import HURRIES
from ..rules import posts
from ..rules.circulation import is_seen
from ..rules.looks import DecisionLook
from .dispatching import end_waiting
from .work import DecisionWork

CHECK = Step("check", _("Check the proposal"), posts.checkers, acts=("pass_check", "send_back"))
REVISION = Step(
    "revision",
    _("Revise and submit again"),
    posts.lead_staff,
    acts=("edit", "ask_agreement", "submit", "withdraw"),
)


def show_to_the_house(work: DecisionWork) -> None:
    """From the check on the secretariat and those who will decide see the matter."""
    work.show_to(
        posts.SECRETARIAT,
        posts.INTEGRATION_DEPUTY,
        *posts.checkers(work.look),
        *posts.lead_deputy_mayors(work.look),
        posts.MAYOR,
        reason="secretariat",
    )


def nothing_against_it(look: DecisionLook) -> Iterator[Unmet]:
    """The kind knows no reason, e.g. a duplicate, why this cannot go to the offices yet."""
    yield from look.check_problems()


@act(_("pass the check"), guards=[nothing_against_it, is_seen], step="check")
def pass_check(work: DecisionWork) -> None:
    """M3: the circulation is sent: who must be asked and who was planned, in parallel."""
    work.note(**{HURRIES: work.look.hurries(work.case.round + 1)})


@act(_("send back"), guards=[reason_given])
def send_back(work: DecisionWork) -> None:
    """M4: back to the lead with a reason; what is still being signed becomes void."""
    work.void_answers()


@act(_("withdraw"), guards=[reason_given])
def withdraw(work: DecisionWork) -> None:
    """M19: the lead before the final signature, the mayor after it; never after a decision."""
    work.void_answers()
    work.drop_urgency(of_all_rounds=True)
    end_waiting(work)
