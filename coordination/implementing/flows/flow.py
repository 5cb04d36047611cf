"""What becomes of a resolution: the work, its rest, its completion. One line per act and state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, Stage, system

from ...decisions.enums import MeasureState as S
from ...decisions.flows.deliberating import objection_over
from ...decisions.rules.people import at_step, integration_deputy, lead_head, lead_staff
from .implementing import (
    ADAPT,
    COMPLETION,
    FUNDS,
    MILESTONE,
    OBLIGATION,
    PROPOSAL,
    RELEASE_REPORT,
    REPORT,
    START,
    UNFUNDED,
    adapt_plan,
    ask_completion,
    ask_fulfilment,
    ask_funds_again,
    begin_the_work,
    complete_milestone,
    confirm_completion,
    confirm_funds,
    decline_completion,
    decline_funds,
    draft_report,
    drop_milestone,
    fulfil_obligation,
    prepare_the_start,
    propose_completion,
    release_report,
    return_report,
    start_implementation,
)
from .pausing import PAUSE, RESUME, ask_pause, decline_pause, pause, resume

treasury = at_step("confirm_funds", _("city treasury"))
lead_clerk = at_step("milestone", _("clerk of the lead office"))
reporter = at_step("status_report", _("clerk of the lead office"))
report_head = at_step("release_report", _("head of the lead office"))
confirming_deputy = at_step("confirm_completion", _("deputy mayor for integration"))

IMPLEMENTING = Stage(
    {
        S.RESOLVED: At(
            enters=(prepare_the_start,),
            steps=(START,),
            acts=(
                start_implementation.by(lead_head, to=S.IMPLEMENTATION),
                adapt_plan.by(at_step("adapt_plan", _("lead office"))),
                confirm_funds.by(treasury),
                decline_funds.by(treasury),
                ask_funds_again.by(at_step("clear_funds", _("lead office"))),
                fulfil_obligation.by(lead_staff),
                objection_over.by(system),
            ),
        ),
        S.IMPLEMENTATION: At(
            enters=(begin_the_work,),
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
                decline_pause.by(
                    at_step("decide_pause", _("deputy mayor for integration"))
                ),
                pause.by(integration_deputy, to=S.PAUSED),
                objection_over.by(system),
                # What follows by itself, in this order.
                ask_completion.by(system),
                ask_fulfilment.by(system),
            ),
        ),
        S.PAUSED: At(
            # While it rests, what was begun waits for it; nothing of it is lost.
            rests_from=S.IMPLEMENTATION,
            acts=(
                resume.by(lead_head | integration_deputy, to=S.IMPLEMENTATION),
                objection_over.by(system),
            ),
        ),
    },
    steps=(
        ADAPT, FUNDS, UNFUNDED, MILESTONE, REPORT, RELEASE_REPORT, OBLIGATION, PROPOSAL, COMPLETION,
        PAUSE, RESUME,
    ),
)  # fmt: skip
"""The lead does what was decided, and shows it."""
