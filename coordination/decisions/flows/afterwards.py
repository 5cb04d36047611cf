"""What becomes of a paper beside its way: taken note of, exchanged, filed. A line per act."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, Stage, at_step, system

from ..enums import MeasureState as S
from ..rules.people import (
    council_office,
)
from .correcting import (
    ask_about_corrections,
    correct_result,
    record_minutes,
    settle_correction,
)
from .deliberating import (
    record_result,
)
from .filing import enter_reference, file_paper, numberer
from .handing_over import (
    EXCERPT,
    accept_provisional,
    ask_for_excerpt,
    confirm_excerpt,
    excerpt_keeper,
    hand_over_paper,
    note_scheduled,
    provisional_mayor,
    take_excerpt,
)
from .signing import plan_consultations
from .stations import DECIDED, ask_who_takes_note

correcting_mayor = at_step("settle_correction", _("mayor"))

TAKING_NOTE = Stage(
    {
        state: At(
            enters=(ask_who_takes_note, ask_about_corrections),
            acts=(
                record_minutes.by(council_office),
                correct_result.by(council_office),
                settle_correction.by(
                    correcting_mayor,
                    to=() if state == S.IMPLEMENTATION else (state, S.REJECTED),
                ),
                record_result.by(at_step("record_result", _("council office"))),
                plan_consultations.by(
                    at_step("plan_consultations", _("council office")), step="plan_consultations"
                ),
            ),
        )
        for state in DECIDED
    }
)
"""Bodies that take note of what was decided; nothing waits for them."""


KEPT = At(acts=(file_paper.by(system), enter_reference.by(numberer)))
"""What is done to a signed paper while its matter runs."""

CONFIRM_EXCERPT = confirm_excerpt.by(excerpt_keeper | system)
"""The excerpt of the minutes may come back long after the decision."""

ASK_FOR_EXCERPT = ask_for_excerpt.by(system)

EXCHANGING = Stage(
    {
        S.DELIBERATION: At(
            acts=(
                hand_over_paper.by(system),
                note_scheduled.by(system),
                take_excerpt.by(system, to=(S.DELIBERATION, S.RESOLVED, S.VETO_PERIOD, S.REJECTED)),
                CONFIRM_EXCERPT, ASK_FOR_EXCERPT,
            ),
        ),
        S.VETO_PERIOD: At(acts=(CONFIRM_EXCERPT, ASK_FOR_EXCERPT)),
        S.EXECUTION_BARRED: At(acts=(CONFIRM_EXCERPT, ASK_FOR_EXCERPT)),
        S.RESOLVED: At(
            acts=(CONFIRM_EXCERPT, ASK_FOR_EXCERPT, accept_provisional.by(provisional_mayor)),
        ),
        S.IMPLEMENTATION: At(acts=(CONFIRM_EXCERPT, ASK_FOR_EXCERPT)),
    },
    steps=(EXCERPT,),
)  # fmt: skip
"""The way to a council system and back."""

FILING = Stage(dict.fromkeys((S.DELIBERATION, S.VETO_PERIOD, S.EXECUTION_BARRED), KEPT))
"""Its PDF is filed, the council system numbers it."""
