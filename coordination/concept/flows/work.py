"""Who does the acts of a concept: phases with their days, reports of the agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step
from workflows.enums import DeskFunction as F
from workflows.refusals import GuardsUnmet, Unmet
from workflows.spelling import one_line, tidied
from workflows.subjects import thing

from ...decisions.flows.work import DecisionWork
from ...decisions.rules import posts
from ..models import AgencyReport, Commission, ConceptPhase
from ..queries.texts import PROSE
from .look import ConceptLook

REPORT_WORKING_DAYS = 5
"""A month's report is due on the fifth working day of the next one (domain 2.5)."""
AGENCY_REMINDER, REMINDED_BEFORE = "agency_reminder", 3
"""The agency is reminded so many working days before that day, and on the day after it."""


def _secretariat(_look: ConceptLook) -> Sequence[Post]:
    return [posts.SECRETARIAT]


def _council_office(_look: ConceptLook) -> Sequence[Post]:
    return [posts.COUNCIL_OFFICE]


PHASE = Step(
    "concept_phase",
    _("Bring this phase of the concept to its end"),
    posts.lead_staff,
    acts=(
        "edit", "set_target", "begin_award", "commission", "begin_survey",
        "begin_participation", "present_draft", "ask_agreement", "submit",
    ),
)  # fmt: skip
START = Step(
    "concept_start",
    _("Let the work on the concept begin"),
    posts.lead_staff,
    acts=("edit", "set_target", "begin_award"),
)
AWARD = Step(
    "concept_award",
    _("Record what the procurement committee has decided"),
    _council_office,
    acts=("record_award",),
    period="release",
)
REPORT = Step(
    "agency_report",
    _("Take in the agency's monthly report"),
    _secretariat,
    acts=("record_report",),
)
RENEW = Step(
    "concept_renewal",
    _("Prepare the renewal of the concept"),
    posts.lead_staff,
    acts=("replace_concept",),
)


class ConceptWork(DecisionWork):
    """The unit of work on a concept."""

    look: ConceptLook

    def apply(self, fields: Mapping[str, object]) -> None:
        """Write changed prose; raises GuardsUnmet for anything else."""
        concept = self.look.subject
        unmet = [
            Unmet("invalid", _now("This value cannot be read. Please check it."), name)
            for name, value in fields.items()
            if name not in PROSE or not isinstance(value, str)
        ]
        if unmet:
            raise GuardsUnmet(unmet)
        for name, value in fields.items():
            is_title = name == "title"
            text = one_line(str(value))[:200] if is_title else tidied(str(value))
            setattr(concept, name, text)
        self.store(concept)
        self.case.title = f"{concept.reference} {concept.title}"
        self.look = self.look.knowing(concept)

    def phase(self, state: str) -> ConceptPhase:
        """The row of a phase; a new one where nobody has planned it."""
        concept = self.look.subject
        found = ConceptPhase.objects.filter(concept=concept.pk, state=state).first()
        return found or ConceptPhase(concept=concept, state=state)

    def keep_commission(self, row: Commission) -> None:
        """Write a commission; the look knows it afterwards."""
        self.store(row)
        self.look = self.look.knowing(self.look.subject)

    def plan_report(self, month: date) -> AgencyReport:
        """The report of a month is due on the fifth working day of the next one."""
        commission = self.look.commission
        assert commission is not None, "only what is commissioned reports"
        last = next_month(month) - timedelta(days=1)
        due_on = self.calendar.add_working_days(last, REPORT_WORKING_DAYS)
        row = AgencyReport(commission=commission, month=month, due_on=due_on)
        self.store(row)
        before = self.calendar.add_working_days(due_on, -REMINDED_BEFORE)
        # What has an effect on a day takes it when that day is over.
        for day in (before - timedelta(days=1), due_on):
            if day >= self.today:
                self.set_deadline(
                    AGENCY_REMINDER,
                    subject=thing("month", month.isoformat()),
                    effect="remind_agency",
                    due_on=day,
                )
        return row

    def remind_no_more(self, row: AgencyReport, *, status: str = "met") -> None:
        """The report is there, or nobody awaits it any more."""
        subject = thing("month", row.month.isoformat())
        self.end_deadline(kind=AGENCY_REMINDER, subject=subject, status=status)

    def ask_for_the_report(self, row: AgencyReport) -> None:
        """Ask the secretariat, which asks the agency; the ladder goes on from there."""
        due_on = max(row.due_on, self.today)
        self.open(Opening(REPORT, subject=thing("month", row.month.isoformat()), due_on=due_on))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def show_to_the_office(work: ConceptWork) -> None:
    """Lead, secretariat, mayor and the deputy mayor for integration see it from the first."""
    work.admit(posts.lead_desks(work.look), "lead")
    work.admit([posts.SECRETARIAT, posts.INTEGRATION_DEPUTY, posts.MAYOR], "secretariat")
    if work.call.capacity:
        work.admit_desk(work.call.capacity.desk, "author")


def enter_phase(work: ConceptWork) -> None:
    """The phase before is over; the present one has its day, and the ladder of the route.

    An overdue phase climbs to the deputy mayors and to the executive board by that ladder.
    """
    close_phases(work)
    row = work.phase(work.case.state)
    row.entered_on, row.left_on = row.entered_on or work.today, None
    work.store(row)
    due_on = max(row.due_on, work.today) if row.due_on else None
    work.open(Opening(PHASE, subject=thing("phase", row.state), due_on=due_on))


def await_the_start(work: ConceptWork) -> None:
    """Until an agency is commissioned the day of the start is a deadline of the lead."""
    concept = work.look.subject
    has_begun = concept.commissions.filter(signed_on__isnull=False).exists()
    if concept.starts_on is not None and not has_begun:
        due_on = max(concept.starts_on, work.today)
        work.open(Opening(START, subject="start", due_on=due_on))


def close_phases(work: ConceptWork) -> None:
    """What was entered and is not the present phase is left today."""
    rows = ConceptPhase.objects.filter(concept=work.look.subject.pk, left_on=None)
    over = [row for row in rows if row.entered_on and row.state != work.case.state]
    for row in over:
        row.left_on = work.today
    work.store_changed(over, "left_on")


def go_on_with_reports(work: ConceptWork) -> None:
    """Reports that are still awaited are asked for in every phase in which the agency works."""
    commission = work.look.commission
    if commission is None or commission.terminated_on:
        return
    for row in commission.reports.filter(received_on=None):
        work.ask_for_the_report(row)


def show_to_everybody(work: ConceptWork) -> None:
    """What is presented or resolved everybody in the house and both councils may read."""
    everybody = Post((*posts.LEADERS, F.CLERK, F.COSIGNER, F.INTEGRATION_DEPUTY))
    councils = (posts.OBSERVERS, posts.INTEGRATION_COUNCIL, posts.COUNCIL_OFFICE)
    work.show_to(everybody, *councils, reason="council")
