"""How a measure becomes a decision and the decision a deed.

Its stages, from top to bottom: the draft below, the resolution in `decisions.flows.flow`, the work
in `implementing.flows.flow`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.definitions import Tie
from workflows.machine import At, Stage, at_step, system
from workflows.subjects import kind_and_key

from ...city.models import District
from ...decisions.enums import MeasureState as S
from ...decisions.flows.afterwards import KEPT
from ...decisions.flows.attaching import add_attachment, remove_attachment
from ...decisions.flows.flow import PLAN, WITHDRAW, DecisionFlow
from ...decisions.flows.urgency import REQUEST, WITHDRAW_IT
from ...decisions.queries.printed import Section
from ...decisions.queries.urgency import hurried
from ...decisions.rules.people import (
    author,
    lead_head,
    lead_staff,
    mayor,
    not_for_oneself,
    proposer,
)
from ...implementing.flows.flow import IMPLEMENTING, starter
from ...implementing.flows.implementing import MILESTONE
from ..models import Measure
from ..queries.printed import sections_of
from ..queries.topics import STEPS_WITH_TOPIC, topics_of
from .changing import change_plan
from .drafting import (
    AGREEMENT,
    DRAFT,
    agree,
    ask_agreement,
    decline_agreement,
    discard,
    edit,
    show_to_the_office,
    submit,
)
from .earlier import take_over_reports
from .look import MeasureLook
from .stock import take_over_decided
from .supplementing import (
    close_supplement,
    give_up_supplement,
    take_in_supplement,
    void_supplement,
)
from .transferring import transfer_lead
from .work import MeasureWork

AGREES = not_for_oneself(lead_head | at_step("agreement", _("superior of the lead office")))

WRITING = (
    edit.by(lead_staff | author),
    add_attachment.by(lead_staff | author, changes_text=True),
    remove_attachment.by(lead_staff | author, changes_text=True),
    ask_agreement.by(lead_staff | author),
    agree.by(AGREES),
    decline_agreement.by(AGREES),
    submit.by(lead_staff, to=S.CHECK),
)
"""What is done to a text that nobody signs yet."""

EVIDENCE = (add_attachment.by(lead_staff), remove_attachment.by(lead_staff))
"""Attachments are part of the text; after the resolution they show what was done."""

DRAFTING = Stage(
    {
        S.DRAFT: At(
            enters=(show_to_the_office,),
            steps=(DRAFT,),
            acts=(
                *WRITING, PLAN, WITHDRAW, REQUEST, WITHDRAW_IT,
                discard.by(lead_staff | author, to=S.DISCARDED),
                take_over_decided.by(
                    system, to=(S.RESOLVED, S.IMPLEMENTATION, S.COMPLETED, S.DISCONTINUED)
                ),
            ),
        ),
        S.REVISION: At(acts=WRITING),
        S.RESOLVED: At(acts=EVIDENCE),
        S.IMPLEMENTATION: At(acts=EVIDENCE),
    },
    steps=(AGREEMENT,),
)  # fmt: skip
"""The lead office writes, its head agrees."""


ENDED = frozenset({
    S.EVALUATED, S.DISCONTINUED, S.REJECTED, S.WITHDRAWN, S.REVOKED, S.INCORPORATED, S.DISCARDED,
})  # fmt: skip
"""Where a measure has come to its end."""

TRANSFERRING = Stage(
    {state: At(acts=(transfer_lead.by(mayor | system),)) for state in S if state not in ENDED}
)
"""While a measure runs, its lead may go to another office (GO NRW § 62 Abs. 1)."""


BEFORE_THE_DECISION = (
    S.DRAFT, S.CHECK, S.COSIGNING, S.REVISION, S.CLARIFICATION, S.RELEASE, S.EXECUTIVE_BOARD,
    S.FINAL_SIGNATURE, S.DELIBERATION,
)  # fmt: skip
VOID = At(acts=(void_supplement.by(system, to=S.WITHDRAWN),))
VOID_THOUGH_DECIDED = At(acts=(void_supplement.by(system, to=S.REVOKED),))
FOLLOWS = (take_in_supplement.by(system), give_up_supplement.by(system))
CHANGE = change_plan.by(starter)

SUPPLEMENTING = Stage(
    {
        **dict.fromkeys(BEFORE_THE_DECISION, VOID),
        S.VETO_PERIOD: VOID_THOUGH_DECIDED,
        S.EXECUTION_BARRED: VOID_THOUGH_DECIDED,
        S.RESOLVED: At(
            acts=(
                CHANGE, *FOLLOWS, *VOID_THOUGH_DECIDED.acts,
                close_supplement.by(system, to=S.INCORPORATED),
            ),
        ),
        S.IMPLEMENTATION: At(acts=(CHANGE, *FOLLOWS)),
    }
)  # fmt: skip
"""A decided measure changes within limits; beyond them by a supplement, which ends with it."""

FILED = Stage(dict.fromkeys((S.RESOLVED, S.IMPLEMENTATION, S.PAUSED), KEPT))
"""A paper may be filed and numbered late."""


EARLIER = Stage(
    dict.fromkeys(
        (S.RESOLVED, S.IMPLEMENTATION, S.PAUSED, S.COMPLETED),
        At(acts=(take_over_reports.by(system),)),
    )
)
"""Next year's list adds its report to what was taken over."""


class MeasureFlow(DecisionFlow):
    """Draft → the stages of every resolution → implementation → completion."""

    kind = "measure"
    label = _("measure")
    url_name = "coordination:measure"
    initial = S.DRAFT
    final = ENDED
    gone = frozenset({S.DISCARDED})
    opener = proposer
    look = MeasureLook
    work = MeasureWork
    stages = (
        DRAFTING, *DecisionFlow.stages, IMPLEMENTING, SUPPLEMENTING, FILED, TRANSFERRING,
        EARLIER,
    )  # fmt: skip
    steps_with_topic = STEPS_WITH_TOPIC
    dated_deadlines = frozenset({MILESTONE.key})

    @classmethod
    def sections(cls, text: Mapping[str, object]) -> Sequence[Section]:
        """The fields of a Vorlage (domain 1.3)."""
        return sections_of(text)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The file numbers of the measures."""
        rows = Measure.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))

    @classmethod
    def led_by(cls, unit: int) -> Mapping[int, str]:
        """The running measures of a lead."""
        rows = Measure.objects.filter(lead=unit, case__closed_at=None).order_by("reference")
        return dict(rows.values_list("case_id", "reference"))

    @classmethod
    def ties(cls, unit: int) -> Sequence[str]:
        """Districts for which the unit speaks, and running measures of which it is a partner."""
        districts = District.objects.filter(unit=unit).order_by("name")
        partnered = Measure.objects.filter(partners=unit, case__closed_at=None)
        return [
            *districts.values_list("name", flat=True),
            *partnered.order_by("reference").values_list("reference", flat=True),
        ]

    @classmethod
    def hangs_on(cls, person: int, *, on: date) -> Sequence[Tie]:  # noqa: ARG003 - running today
        """The running measures for which somebody answers."""
        rows = Measure.objects.filter(responsible=person, case__closed_at=None)
        names = list(rows.order_by("reference").values_list("reference", flat=True))
        fate = gettext("The head of the lead office is asked to name somebody else.")
        return [Tie(gettext("Measures for whose work the person answers"), len(names), fate, names)]

    @classmethod
    def topics(cls, subjects: Sequence[str]) -> Mapping[str, str]:
        """What each of several tasks of a step is about."""
        return topics_of(subjects)

    @classmethod
    def about(cls, subjects: Sequence[str]) -> Mapping[str, str]:
        """The same by what is said in messages, and milestones and quarters by their names."""
        own = [text for text in subjects if kind_and_key(text)[0] in ("milestone", "quarter")]
        return {**super().about(subjects), **topics_of(own)}

    @classmethod
    def urgent(cls, cases: Sequence[int]) -> Collection[int]:
        """The measures that may not wait: for a session, or by accepted urgency of the round."""
        rows = Measure.objects.filter(case__in=cases).filter(Q(is_urgent=True) | hurried())
        return set(rows.values_list("case_id", flat=True))
