"""How an item goes: open → in work, delayed, continuous, done, dropped → off the list.

While it is on the list somebody is asked on a day: the office for its report, and once that says
“done” or “dropped”, the council office for the note of the body. So nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.machine import TIMED, At, CaseFlow, Stage, at_step, system

from ..enums import ACTIVE, FINISHED
from ..enums import FollowUpState as S
from ..models import FollowUp
from .answering import draft_answer, give_answer, prepare_note, return_answer
from .keeping import (
    end_publication,
    extend_report,
    follow_seats,
    publish,
    reopen,
    revise,
    strike,
    take_note,
    transfer_lead,
)
from .look import FollowUpLook, council_office, head, mayor, staff
from .work import NOTE, RELEASE, REPORT, FollowUpWork, ask_for_note, ask_for_report

ANSWERED = (S.IN_WORK.value, S.DELAYED.value, S.CONTINUOUS.value, S.DONE.value, S.DROPPED.value)
"""Where an answer may lead."""

KEEPING = (
    revise.by(council_office),
    transfer_lead.by(council_office | mayor | system),
    publish.by(council_office),
    end_publication.by(council_office),
    follow_seats.by(system),
)

ASKING = Stage(
    {
        state: At(
            enters=(ask_for_report,),
            acts=(
                *KEEPING,
                draft_answer.by(staff),
                give_answer.by(head, to=ANSWERED),
                return_answer.by(at_step("followup_release", _("head of the responsible office"))),
                prepare_note.by(system),
                extend_report.by(council_office),
                take_note.by(council_office),
                strike.by(council_office, to=S.CLOSED),
            ),
        )
        for state in ACTIVE
    },
    steps=(REPORT, RELEASE),
)
"""The office owes a report."""

NOTING = Stage(
    {
        state: At(
            enters=(ask_for_note,),
            acts=(
                *KEEPING,
                extend_report.by(council_office),
                take_note.by(council_office, to=S.CLOSED),
                reopen.by(council_office, to=S.OPEN),
                strike.by(council_office, to=S.CLOSED),
            ),
        )
        for state in FINISHED
    },
    steps=(NOTE,),
)
"""The body has still to take note."""

CLOSED = Stage(
    {
        S.CLOSED: At(
            acts=(
                reopen.by(council_office, to=S.OPEN),
                publish.by(council_office),
                end_publication.by(council_office),
                follow_seats.by(system),
            )
        )
    }
)
"""Off the list; what the public reads may still be ended."""


class FollowUpFlow(CaseFlow):
    """What a body asked for, until it has taken note of what became of it (GO NRW § 55 Abs. 3)."""

    kind = "followup"
    label = _("follow-up of the council")
    states = S
    initial = S.OPEN
    final = frozenset({S.CLOSED})
    opener = council_office
    look = FollowUpLook
    work = FollowUpWork
    url_name = "coordination:followup"
    route_of = "measure"
    # The council is reported to on a day that only its office moves.
    fixed_deadlines = frozenset({REPORT.key, RELEASE.key, NOTE.key})
    stages = (ASKING, NOTING, CLOSED, TIMED)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The numbers of the items."""
        rows = FollowUp.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))

    @classmethod
    def led_by(cls, unit: int) -> Mapping[int, str]:
        """The items for which a unit is responsible and of which the body has not taken note."""
        rows = FollowUp.objects.filter(office=unit, case__closed_at=None).order_by("reference")
        return dict(rows.values_list("case_id", "reference"))
