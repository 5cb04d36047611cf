"""Who does the acts of an item: keeps it, asks the office, asks the council office."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening, Work
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Step
from workflows.enums import Access

from ...city.rules import MAYOR, OBSERVERS
from ...council.queries.sessions import desks_of_members
from ..enums import ACTIVE
from ..enums import FollowUpState as S
from . import look as of
from .look import FollowUpLook

COUNCIL = "council"
INSIDE = ("council_office", "lead")
"""For which reasons an item is seen: as a member of the council, or inside the house."""
RELEASE_PERIOD = Period(5, PeriodUnit.WORKING_DAYS)
"""Within which the head gives or returns a draft that comes at the last moment."""

REPORT = Step(
    "followup_report",
    _("Report on what the body asked for"),
    of.office_clerks,
    acts=("draft_answer", "give_answer"),
)
RELEASE = Step(
    "followup_release",
    _("Give the answer to the body"),
    of.office_head,
    acts=("give_answer", "return_answer"),
)
NOTE = Step(
    "followup_note",
    _("Record that the body has taken note"),
    of.council_desk,
    acts=("take_note",),
)


class FollowUpWork(Work):
    """The unit of work on an item."""

    look: FollowUpLook

    def keep_item(self, *names: str) -> None:
        """Write these fields of the item; the look knows them afterwards."""
        self.store(self.look.subject, *names)
        self.look = self.look.knowing(self.look.subject)

    def ask_office(self) -> None:
        """Ask the office for its report on the day on which it is due; what was asked is void."""
        for step in (REPORT, RELEASE):
            self.drop(step.key)
        self.open(Opening(REPORT, subject="report", due_on=self.look.subject.next_report_on))

    def ask_head(self) -> None:
        """Ask the head to give the draft; until the report is due, else within a few days."""
        for step in (REPORT, RELEASE):
            self.drop(step.key)
        due_on, soon = self.look.subject.next_report_on, self.reckon(RELEASE.key, RELEASE_PERIOD)
        assert soon is not None, "a period is given"
        is_near = due_on is None or due_on < soon.due_on
        self.open(Opening(RELEASE, subject="draft", due_on=soon.due_on if is_near else due_on))

    def set_state(self, state: S, *, next_report_on: date | None, names: tuple[str, ...]) -> None:
        """The item's own copy of the state, with the day of the next report."""
        item = self.look.subject
        item.state, item.next_report_on = state.value, next_report_on
        self.keep_item("state", "next_report_on", *names)

    def show_to_the_house(self) -> None:
        """Office, superiors, mayor and council office see it; the council unless restricted."""
        unit = self.look.subject.office
        keeper, lead = INSIDE
        self.admit([*of.council_desk(self.look), MAYOR], keeper)
        self.admit(of.office_staff(self.look), lead)
        self.admit([of.leaders_of(above) for above in unit.ancestors], lead)
        self.show_to_the_council()

    def show_to_the_council(self) -> None:
        """Its members see it; what is not public those alone who sit in the body on this day.

        That are the desks whose every holder has a seat there. Whoever has none any more loses it.
        """
        item = self.look.subject
        if self.case.access != Access.NORMAL:
            return
        if item.is_public:
            self.admit([OBSERVERS], COUNCIL)
            return
        entitled = desks_of_members([item.body_id], on=self.today)
        self.close_to_others(keeping=INSIDE, sparing=entitled)
        for desk in entitled:
            self.admit_desk(desk, COUNCIL)


def ask_for_report(work: FollowUpWork) -> None:
    """Entering a state in which the office owes something: it is asked."""
    assert work.look.subject.state in ACTIVE, "kept by the act that has led here"
    work.ask_office()


def ask_for_note(work: FollowUpWork) -> None:
    """The office owes nothing more: the council office brings it before the body."""
    due_on = work.look.subject.next_report_on
    work.open(Opening(NOTE, subject="note", due_on=due_on))
