"""Who does the acts of a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step
from workflows.enums import DeskFunction as F
from workflows.subjects import thing

from ...decisions.flows.work import DecisionWork
from ...decisions.rules import posts
from ..enums import ObjectiveStatus
from ..models import Objective
from ..rules import next_reading, period_end
from .editing import apply_fields
from .look import TargetLook

OBJECTIVE = "objective"
"""The kind of deadline on whose end an objective is judged."""


def _staff(look: TargetLook) -> Sequence[Post]:
    """The responsible office is asked by name of the objective; else the lead."""
    return posts.lead_staff(look)


MEASURE = Step(
    "objective_reading",
    _("Measure the value of an objective"),
    _staff,
    acts=("record_reading",),
)
NOTE = Step(
    "objective_note",
    _("Bring a missed objective before the council"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("note_missed",),
    period="release",
)
DRAFT = Step(
    "target_draft",
    _("Complete the target and submit it"),
    posts.lead_staff,
    acts=("edit", "ask_agreement", "submit", "withdraw"),
    taker=lambda look: look.case.opened_by_id,
)


BRING_IN = Step(
    "target_submission",
    _("Bring in the target"),
    posts.lead_head,
    acts=("submit", "edit"),
    period="check",
    instead=posts.superiors_of_lead,
)


class TargetWork(DecisionWork):
    """The unit of work on a target."""

    look: TargetLook

    def apply(self, fields: Mapping[str, object]) -> None:
        """Write changed fields; raises GuardsUnmet with every field that does not fit."""
        subject = self.look.subject
        apply_fields(subject, fields, work=self)
        self.look = self.look.knowing(subject)

    def store_objective(self, row: Objective, *names: str) -> None:
        """Write these fields of an objective; the look knows them afterwards."""
        self.store(row, *names)
        self.look = self.look.knowing(self.look.subject)

    def await_readings(self, rows: Sequence[Objective], *, after_this_period: bool = False) -> None:
        """Ask the responsible offices for the values of the present period, or of the one after it,
        until the last day.
        """
        openings = []
        for row in rows:
            assert row.due_on is not None, "only what is complete runs"
            begins = self.today
            if after_this_period:
                begins = period_end(self.today, row.rhythm) + timedelta(days=1)
            due_on = min(next_reading(begins, row.rhythm, calendar=self.calendar), row.due_on)
            unit = row.office_id or self.look.subject.lead_id
            asked = Post((*posts.LEADERS, F.CLERK), unit=unit)
            subject = thing("objective", row.pk)
            openings.append(
                Opening(MEASURE, subject=subject, posts=[asked], due_on=max(due_on, self.today))
            )
        if openings:
            self.open(*openings)


def show_to_the_office(work: TargetWork) -> None:
    """Who works on a draft sees it."""
    work.admit(posts.lead_desks(work.look), "lead")
    if work.call.capacity:
        work.admit_desk(work.call.capacity.desk, "author")


def begin_to_run(work: TargetWork) -> None:
    """From now on everybody in the house and the council see it; each objective has its day."""
    if work.goes_on:
        return
    everybody = Post((*posts.LEADERS, F.CLERK, F.COSIGNER, F.INTEGRATION_DEPUTY))
    work.show_to(everybody, posts.OBSERVERS, posts.COUNCIL_OFFICE, posts.MAYOR, reason="council")
    running = [row for row in work.look.objectives if row.status == ObjectiveStatus.OPEN]
    for row in running:
        await_the_day(work, row)
    work.await_readings([row for row in running if row.due_on and row.due_on >= work.today])


def await_the_day(work: TargetWork, row: Objective) -> None:
    """The day after its day an objective is judged by the clock."""
    work.set_deadline(
        OBJECTIVE,
        subject=thing("objective", row.pk),
        effect="judge_objective",
        due_on=row.due_on,
    )
