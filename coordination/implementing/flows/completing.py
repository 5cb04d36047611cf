"""The completion: proposed by the head, confirmed by the deputy mayor for integration (M28)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Step
from workflows.machine import act
from workflows.machine.reasons import reason_given

from ...decisions.flows.deliberating import OBJECTION
from ...decisions.rules import posts
from . import guards
from .implementing import ImplementingWork
from .look import ImplementingLook

PROPOSAL = Step(
    "propose_completion",
    _("Propose the completion"),
    posts.lead_head,
    acts=("propose_completion",),
    period="completion",
)
COMPLETION = Step(
    "confirm_completion",
    _("Confirm the completion"),
    posts.always(posts.INTEGRATION_DEPUTY),
    acts=("confirm_completion", "decline_completion"),
    period="completion",
)


def _is_done(look: ImplementingLook) -> bool:
    asked = look.scene.tasks_of("propose_completion") or look.scene.tasks_of("confirm_completion")
    return not asked and not any(guards.is_complete(look))


@act(_("ask for the completion"), when=_is_done)
def ask_completion(work: ImplementingWork) -> None:
    """Nothing is left to do: the head is asked to propose the completion."""
    work.ask_for(PROPOSAL)


@act(_("propose the completion"), guards=[guards.is_complete, guards.completion_not_proposed])
def propose_completion(work: ImplementingWork) -> None:
    """M28: all milestones over, all obligations fulfilled, the final report released."""
    work.finish("propose_completion")
    work.ask_for(COMPLETION)


@act(
    _("confirm the completion"),
    guards=[guards.is_complete],
    step="confirm_completion",
    needs_version=True,
)
def confirm_completion(work: ImplementingWork) -> None:
    """M28: the deputy mayor for integration confirms; nothing of the measure is left to do."""
    work.end_deadline(kind=OBJECTION)
    work.tell_turn("completed")


@act(_("do not confirm the completion"), guards=[reason_given], step="confirm_completion")
def decline_completion(work: ImplementingWork) -> None:
    """Something is still to be done; the lead is told what."""
    work.tell_turn("completion_declined")
