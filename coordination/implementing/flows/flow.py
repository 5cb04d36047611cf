"""What becomes of a resolution: the work, its rest, its completion. One line per act and state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, Stage, at_step, system

from ...decisions.enums import MeasureState as S
from ...decisions.flows.deliberating import objection_over
from ...decisions.flows.flow import OBJECT, OBJECT_AS_UNLAWFUL
from ...decisions.rules import posts
from ...decisions.rules.people import holds, integration_deputy, lead_head, lead_staff
from .completing import (
    COMPLETION,
    PROPOSAL,
    ask_completion,
    confirm_completion,
    decline_completion,
    propose_completion,
)
from .ending import discontinue, organ_that_decided, repeal
from .evaluating import (
    EVALUATION,
    RELEASE,
    ask_for_evaluation,
    draft_evaluation,
    release_evaluation,
    return_evaluation,
)
from .implementing import (
    ADAPT,
    FUNDS,
    MILESTONE,
    OBLIGATION,
    RELEASE_REPORT,
    REPORT,
    START,
    UNFUNDED,
    adapt_plan,
    ask_fulfilment,
    ask_funds_again,
    begin_the_work,
    changes_another,
    complete_milestone,
    confirm_funds,
    decline_funds,
    draft_report,
    drop_milestone,
    fulfil_obligation,
    prepare_the_start,
    release_report,
    return_report,
    start_implementation,
)
from .naming import NAMING, ask_for_a_name, name_responsible, responsible_left
from .pausing import (
    INFORM,
    PAUSE,
    RESUME,
    ask_pause,
    await_the_end,
    decline_pause,
    inform_council,
    pause,
    resume,
    still_to_inform,
)

starter = lead_head.unless(changes_another)
treasury = at_step("confirm_funds", _("city treasury"))
lead_clerk = at_step("milestone", _("clerk of the lead office"))
reporter = at_step("status_report", _("clerk of the lead office"))
report_head = at_step("release_report", _("head of the lead office"))
confirming_deputy = at_step("confirm_completion", _("deputy mayor for integration"))

secretariat = holds(lambda _look: [posts.SECRETARIAT], _("integration centre"))
DISCONTINUE = discontinue.by(organ_that_decided, to=S.DISCONTINUED)

IMPLEMENTING = Stage(
    {
        S.RESOLVED: At(
            enters=(prepare_the_start,),
            steps=(START,),
            acts=(
                start_implementation.by(starter, to=S.IMPLEMENTATION),
                adapt_plan.by(at_step("adapt_plan", _("lead office"))),
                confirm_funds.by(treasury),
                decline_funds.by(treasury),
                ask_funds_again.by(at_step("clear_funds", _("lead office"))),
                fulfil_obligation.by(lead_staff),
                repeal.by(organ_that_decided, to=S.REVOKED),
                objection_over.by(system),
            ),
        ),
        S.IMPLEMENTATION: At(
            enters=(begin_the_work, ask_for_a_name, still_to_inform),
            acts=(
                complete_milestone.by(lead_clerk),
                drop_milestone.by(lead_head),
                fulfil_obligation.by(lead_staff),
                draft_report.by(reporter),
                release_report.by(report_head),
                return_report.by(report_head),
                propose_completion.by(lead_head),
                confirm_completion.by(confirming_deputy, to=S.COMPLETED),
                decline_completion.by(confirming_deputy),
                ask_pause.by(lead_head),
                name_responsible.by(lead_head),
                decline_pause.by(
                    at_step("decide_pause", _("deputy mayor for integration"))
                ),
                pause.by(integration_deputy, to=S.PAUSED),
                inform_council.by(at_step("inform_council", _("council office"))),
                OBJECT, OBJECT_AS_UNLAWFUL, DISCONTINUE,
                objection_over.by(system),
                responsible_left.by(system),
                # What follows by itself, in this order.
                ask_completion.by(system),
                ask_fulfilment.by(system),
            ),
        ),
        S.PAUSED: At(
            # While it rests, what was begun waits for it; nothing of it is lost.
            enters=(await_the_end, ask_for_a_name),
            rests_from=(S.IMPLEMENTATION,),
            acts=(
                resume.by(lead_head | integration_deputy, to=S.IMPLEMENTATION),
                inform_council.by(at_step("inform_council", _("council office"))),
                name_responsible.by(lead_head),
                OBJECT, OBJECT_AS_UNLAWFUL, DISCONTINUE,
                objection_over.by(system),
                responsible_left.by(system),
            ),
        ),
        S.COMPLETED: At(
            enters=(ask_for_evaluation,),
            acts=(
                draft_evaluation.by(secretariat),
                release_evaluation.by(
                    at_step("release_evaluation", _("deputy mayor for integration")),
                    to=S.EVALUATED,
                ),
                return_evaluation.by(
                    at_step("release_evaluation", _("deputy mayor for integration"))
                ),
            ),
        ),
    },
    steps=(
        ADAPT, FUNDS, UNFUNDED, MILESTONE, REPORT, RELEASE_REPORT, OBLIGATION, PROPOSAL, COMPLETION,
        PAUSE, RESUME, NAMING, INFORM, EVALUATION, RELEASE,
    ),
)  # fmt: skip
"""The lead does what was decided, and shows it."""
