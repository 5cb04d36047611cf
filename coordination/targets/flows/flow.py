"""How a target becomes a resolution, runs and ends: one line per act and state.

The way to the resolution is the one of everything that the council decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, Look, Rule, Stage, at_step, system
from workflows.subjects import keys_of, thing

from ...decisions.flows.afterwards import KEPT
from ...decisions.flows.deliberating import objection_over
from ...decisions.flows.flow import OBJECT, OBJECT_AS_UNLAWFUL, PLAN, WITHDRAW, DecisionFlow
from ...decisions.queries.printed import Section
from ...decisions.rules import posts
from ...decisions.rules.people import author, council_office, lead_head, lead_staff, proposer
from ..enums import ENDED
from ..enums import TargetState as S
from ..models import Objective, Target
from ..queries.texts import sections_of
from .drafting import ask_agreement, edit, submit, take_over_decided
from .look import TargetLook
from .running import (
    begin,
    change_by_resolution,
    conclude,
    judge_objective,
    measurer,
    note_missed,
    record_reading,
    repeal_target,
    replace_target,
)
from .work import (
    BRING_IN,
    DRAFT,
    MEASURE,
    NOTE,
    OBJECTIVE,
    TargetWork,
    begin_to_run,
    show_to_the_office,
)

WRITING = (
    edit.by(lead_staff | author),
    ask_agreement.by(lead_staff | author),
    submit.by(
        lead_head | at_step("target_submission", _("superior of the lead office")), to=S.CHECK
    ),
)

DRAFTING = Stage(
    {
        S.DRAFT: At(
            enters=(show_to_the_office,),
            steps=(DRAFT,),
            acts=(
                *WRITING, PLAN, WITHDRAW,
                take_over_decided.by(council_office, to=S.RESOLVED),
            ),
        ),
        S.REVISION: At(acts=WRITING),
    },
    steps=(BRING_IN,),
)  # fmt: skip
"""The lead writes; what was decided before is taken over by the council office."""

RUNNING = Stage(
    {
        S.RESOLVED: At(acts=(begin.by(system, to=S.RUNNING), objection_over.by(system))),
        S.RUNNING: At(
            enters=(begin_to_run,),
            acts=(
                record_reading.by(measurer),
                edit.by(lead_staff),
                change_by_resolution.by(council_office),
                note_missed.by(council_office),
                repeal_target.by(council_office, to=S.REVOKED),
                replace_target.by(council_office, to=S.REPLACED),
                OBJECT, OBJECT_AS_UNLAWFUL,
                objection_over.by(system),
                judge_objective.by(system),
                # What follows by itself.
                conclude.by(system, to=(S.REACHED, S.PARTLY_REACHED, S.MISSED)),
            ),
        ),
    },
    steps=(MEASURE, NOTE),
)  # fmt: skip
"""Values are measured until the last objective is over; only the council changes it."""

keeper: Rule[Look] = Rule(
    _("council office"), lambda _look, capacity: capacity.fits(posts.COUNCIL_OFFICE)
)

FILED = Stage({S.RESOLVED: KEPT, S.RUNNING: KEPT})
"""A paper may be filed and numbered late."""


class TargetFlow(DecisionFlow):
    """Draft → the stages of every resolution → running → reached, partly reached or missed."""

    kind = "target"
    label = _("target of the council")
    states = S
    url_name = "coordination:target"
    initial = S.DRAFT
    final = ENDED
    opener = proposer | keeper
    look = TargetLook
    work = TargetWork
    route_of = "measure"
    stages = (DRAFTING, *DecisionFlow.stages, RUNNING, FILED)
    fixed_deadlines = DecisionFlow.fixed_deadlines | {OBJECTIVE}

    @classmethod
    def sections(cls, text: Mapping[str, object]) -> Sequence[Section]:
        """The text as its paper has it."""
        return sections_of(text)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The numbers of the targets."""
        rows = Target.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))

    @classmethod
    def about(cls, subjects: Sequence[str]) -> Mapping[str, str]:
        """The same; objectives by their words."""
        keys = keys_of("objective", subjects)
        rows = Objective.objects.filter(pk__in=keys).values_list("pk", "text") if keys else ()
        return {
            **super().about(subjects),
            **{thing("objective", pk): text for pk, text in rows},
        }
