"""Who does the acts of an order: writes it, asks the office, asks the giver."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening, Work
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Post, Step

from ...city.rules import INTEGRATION_DEPUTY, LEADERS, MAYOR, SECRETARIAT
from . import look as of
from .look import WORK, OrderLook

SOON = Period(5, PeriodUnit.WORKING_DAYS)
"""Within which a draft is given, an order accepted, a report confirmed, a return settled."""

ISSUE = Step(
    "order_issue", _("Give the order"), of.drafters,
    acts=("issue_order", "revise_order", "void_order"),
)  # fmt: skip
ACCEPT = Step(
    "order_accept", _("Accept the order"), of.office_head,
    acts=("accept_order", "decline_order", "say_not_responsible"),
)  # fmt: skip
DO = Step(
    WORK, _("Carry out the order"), of.office_staff,
    acts=("report_done", "begin_work", "say_not_responsible"),
)  # fmt: skip
CONFIRM = Step(
    "order_confirm", _("Confirm that the order is done"), of.confirmers,
    acts=("confirm_order", "send_report_back"),
)  # fmt: skip
SETTLE = Step(
    "order_settle", _("Settle what was returned"), of.giver_desk,
    acts=("reassign_order", "void_order"),
)  # fmt: skip
LOAD = Step(
    "order_load", _("Confirm or move what an office cannot carry"), of.load_keepers,
    acts=("confirm_load", "reassign_order"),
)  # fmt: skip


class OrderWork(Work):
    """The unit of work on an order."""

    look: OrderLook

    def keep_order(self, *names: str) -> None:
        """Write these fields of the order; the look knows them afterwards."""
        order = self.look.subject
        self.store(order, *names)
        self.look = self.look.about(self.look.call)
        self.look.known["subject"] = order

    def set_state(self, state: str, *names: str) -> str:
        """The order's own copy of the state it goes to."""
        self.look.subject.state = str(state)
        self.keep_order("state", *names)
        return str(state)

    def ask_soon(self, step: Step) -> None:
        """Open a step that is to be done within a few days."""
        self.open(Opening(step, subject=step.key, period=SOON))

    def ask_by(self, step: Step, day: date) -> None:
        """Open a step that is to be done by a day."""
        self.open(Opening(step, subject=step.key, due_on=day))

    def ask_about_the_load(self) -> None:
        """It stands at once, marked; whoever leads integration confirms it or moves it (2.8)."""
        if self.look.subject.is_over_load:
            self.ask_soon(LOAD)

    def show_to_the_house(self) -> None:
        """The secretariat, whoever leads integration and the mayor see every order."""
        self.admit([SECRETARIAT, INTEGRATION_DEPUTY, MAYOR], "named")

    def show_to_the_office(self) -> None:
        """The office and its superiors see what it is given."""
        self.admit(of.office_staff(self.look), "lead")
        above = self.look.subject.unit.ancestors
        self.admit([Post(LEADERS, unit=unit) for unit in above], "lead")


def ask_to_issue(work: OrderWork) -> None:
    """Drafted: somebody who may give it is asked."""
    work.show_to_the_house()
    work.ask_soon(ISSUE)


def ask_to_accept(work: OrderWork) -> None:
    """Given: the office is asked whether it accepts."""
    work.show_to_the_office()
    work.ask_soon(ACCEPT)
    work.ask_about_the_load()


def ask_for_the_work(work: OrderWork) -> None:
    """Accepted or in work: the office has it until its day."""
    work.ask_by(DO, work.look.subject.due_on)
    work.ask_about_the_load()


def ask_to_confirm(work: OrderWork) -> None:
    """Reported as done: who gave it looks whether it is."""
    work.ask_soon(CONFIRM)


def ask_to_settle(work: OrderWork) -> None:
    """Returned: who gave it says who does it."""
    work.ask_soon(SETTLE)
