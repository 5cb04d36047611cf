"""How a concept comes about, is resolved, holds and is replaced: one line per act and state.

From the acceptance of the draft on it goes the way of everything that the council decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, Stage, system
from workflows.machine.flow import ANY

from ...decisions.flows.afterwards import KEPT
from ...decisions.flows.deliberating import objection_over
from ...decisions.flows.flow import OBJECT, OBJECT_AS_UNLAWFUL, PLAN, WITHDRAW, DecisionFlow
from ...decisions.queries.printed import Section
from ...decisions.rules.people import (
    council_office,
    integration_deputy,
    lead_head,
    lead_staff,
    leading_deputy,
    mayor,
    proposer,
    under_mandate,
)
from ..enums import ENDED, PHASES
from ..enums import ConceptState as S
from ..models import Concept
from ..queries.texts import sections_of
from .commissioning import (
    ask_for_the_award,
    begin_award,
    commission,
    edit,
    record_award,
    record_invoice,
    record_report,
    set_target,
    terminate_commission,
)
from .documents import attach_document
from .look import ConceptLook
from .outside import (
    agency,
    commenter,
    hand_in_report,
    invite_to_comment,
    name_agency,
    secretariat,
)
from .phases import ask_agreement, begin_participation, begin_survey, present_draft, submit
from .reminding import remind_agency
from .resting import (
    RESTED,
    ask_how_it_goes_on,
    defer_concept,
    go_on_with_concept,
    rest_concept,
    take_up_concept,
)
from .standing import (
    END,
    REMINDER,
    come_into_force,
    fall_due,
    remind_of_renewal,
    replace_concept,
    watch_the_validity,
)
from .work import (
    AGENCY_REMINDER,
    AWARD,
    PHASE,
    RENEW,
    REPORT,
    START,
    ConceptWork,
    await_the_start,
    close_phases,
    enter_phase,
    go_on_with_reports,
    show_to_everybody,
    show_to_the_office,
)
from .writing import (
    answer_comment,
    comment_on_chapter,
    hand_group_over,
    name_group,
    record_session,
    set_cells,
    set_programme,
    upload_chapter,
)

WRITERS = lead_staff | secretariat

LEADERS = under_mandate(integration_deputy | mayor)

REST = rest_concept.by(LEADERS, to=S.RESTING)
DEFER = defer_concept.by(mayor, to=S.DEFERRED)

PLANNING = (edit.by(lead_staff), PLAN, WITHDRAW, REST, DEFER)
"""What there is in every phase until the offices sign."""

AT_WORK = (
    name_agency.by(WRITERS),
    hand_in_report.by(agency),
    record_report.by(secretariat | lead_staff),
    invite_to_comment.by(WRITERS),
    name_group.by(WRITERS),
    hand_group_over.by(WRITERS),
    record_session.by(agency | WRITERS),
    attach_document.by(agency | WRITERS),
    upload_chapter.by(agency | WRITERS),
    set_cells.by(WRITERS),
    set_programme.by(WRITERS),
    record_invoice.by(lead_staff),
    terminate_commission.by(leading_deputy, to=S.TERMINATED),
)
"""While the agency works. The secretariat writes, it neither decides nor instructs (domain 2.0)."""

_ENTERING = (enter_phase, go_on_with_reports)

COMING_ABOUT = Stage(
    {
        S.PROMPTED: At(
            enters=(show_to_the_office, enter_phase),
            acts=(*PLANNING, set_target.by(lead_staff, to=S.TARGET_SET)),
        ),
        S.TARGET_SET: At(
            enters=(enter_phase, await_the_start),
            acts=(*PLANNING, begin_award.by(lead_staff, to=S.AWARD)),
        ),
        S.AWARD: At(
            enters=(enter_phase, await_the_start, ask_for_the_award),
            acts=(
                *PLANNING,
                record_award.by(council_office),
                commission.by(leading_deputy, to=S.COMMISSIONED),
            ),
        ),
        S.COMMISSIONED: At(
            enters=_ENTERING,
            acts=(*PLANNING, *AT_WORK, begin_survey.by(lead_staff, to=S.SURVEY)),
        ),
        S.SURVEY: At(
            enters=_ENTERING,
            acts=(*PLANNING, *AT_WORK, begin_participation.by(lead_staff, to=S.PARTICIPATION)),
        ),
        S.PARTICIPATION: At(
            enters=_ENTERING,
            acts=(*PLANNING, *AT_WORK, present_draft.by(lead_staff, to=S.DRAFTED)),
        ),
        S.DRAFTED: At(
            enters=(*_ENTERING, show_to_everybody),
            acts=(
                *PLANNING, *AT_WORK,
                comment_on_chapter.by(commenter),
                answer_comment.by(WRITERS),
                ask_agreement.by(WRITERS),
                submit.by(lead_head, to=S.CHECK),
            ),
        ),
        S.TERMINATED: At(
            enters=(close_phases,),
            acts=(edit.by(lead_staff), PLAN, WITHDRAW, begin_award.by(lead_staff, to=S.AWARD)),
        ),
        S.RESTING: At(
            enters=(ask_how_it_goes_on,),
            acts=(go_on_with_concept.by(LEADERS, to=PHASES), DEFER, WITHDRAW),
        ),
        S.DEFERRED: At(acts=(take_up_concept.by(LEADERS, to=PHASES), WITHDRAW)),
        ANY: At(acts=(remind_agency.by(system),)),
        S.CHECK: At(enters=(close_phases,)),
        S.REVISION: At(
            acts=(
                edit.by(lead_staff), upload_chapter.by(WRITERS), set_cells.by(WRITERS),
                set_programme.by(WRITERS), answer_comment.by(WRITERS),
                ask_agreement.by(WRITERS),
                submit.by(lead_head, to=S.CHECK),
            )
        ),
    },
    steps=(PHASE, START, AWARD, REPORT, RESTED),
)  # fmt: skip
"""Impulse, target, award, commission, survey, participation, draft."""

REPLACE = replace_concept.by(council_office, to=S.REPLACED)

STANDING = Stage(
    {
        S.RESOLVED: At(acts=(come_into_force.by(system, to=S.IN_FORCE), objection_over.by(system))),
        S.IN_FORCE: At(
            enters=(show_to_everybody, watch_the_validity),
            acts=(
                set_programme.by(WRITERS),
                record_invoice.by(lead_staff),
                remind_of_renewal.by(system),
                fall_due.by(system, to=S.RENEWAL_DUE),
                OBJECT, OBJECT_AS_UNLAWFUL, objection_over.by(system), REPLACE,
            ),
        ),
        S.RENEWAL_DUE: At(acts=(set_programme.by(WRITERS), REPLACE)),
    },
    steps=(RENEW,),
)  # fmt: skip
"""Three years in force, reminders, renewal."""

FILED = Stage({S.RESOLVED: KEPT, S.IN_FORCE: KEPT})
"""A paper may be filed and numbered late."""


class ConceptFlow(DecisionFlow):
    """Impulse → commission → draft → the stages of every resolution → in force → replaced."""

    kind = "concept"
    label = _("integration concept")
    states = S
    url_name = "coordination:concept"
    initial = S.PROMPTED
    final = ENDED
    opener = proposer
    look = ConceptLook
    work = ConceptWork
    route_of = "measure"
    stages = (COMING_ABOUT, *DecisionFlow.stages, STANDING, FILED)
    fixed_deadlines = DecisionFlow.fixed_deadlines | {REMINDER, END, AGENCY_REMINDER}

    @classmethod
    def sections(cls, text: Mapping[str, object]) -> Sequence[Section]:
        """The text as its paper has it."""
        return sections_of(text)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The numbers of the concepts."""
        rows = Concept.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))
