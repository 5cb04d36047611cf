"""Who does the acts of a demand: writes it, asks the secretariat, the office, who decides."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening, Work
from workflows.definitions import Post, Step
from workflows.models import Desk

from ...city.rules import INTEGRATION_DEPUTY, LEADERS, MAYOR, SECRETARIAT, clerks_of
from ...group.flows.loading import exceeded
from ..enums import FINAL, Word
from ..models import SenderWord
from ..planning import ANSWER, ASKING, ASSIGNMENT, INTERIM, RECEIPT, due_on, working_days
from ..queries.demands import has_access
from . import look as of
from .look import ANSWER_BY, DemandLook

REGISTER = Step(
    "demand_register", _("Confirm the receipt and register the demand"), of.secretariat,
    acts=("register_demand", "revise_demand"),
)  # fmt: skip
ASSIGN = Step(
    "demand_assign", _("Assign the demand to an office"), of.deciders,
    acts=("assign_demand", "settle_demand"), instead=of.mayor,
)  # fmt: skip
NOTICE = Step("demand_interim", _("Send the interim notice"), of.secretariat, acts=("send_notice",))
EXAMINE = Step(
    "demand_examine", _("Examine the demand"), of.office_staff,
    acts=("begin_examination", "return_demand"), period=ANSWER_BY,
)  # fmt: skip
DRAFT = Step(
    ANSWER_BY, _("Draft the answer to the demand"), of.office_staff,
    acts=("draft_answer", "link_measure", "set_appointment", "return_demand"),
)  # fmt: skip
SIGN = Step(
    "demand_sign", _("Sign the answer"), of.deciders, acts=("sign_answer", "return_answer"),
    period=ANSWER_BY, instead=of.mayor,
)  # fmt: skip
LOAD = Step(
    "demand_load", _("Confirm or move a demand that an office cannot carry"), of.deciders,
    acts=("confirm_load", "return_demand"), instead=of.mayor,
)  # fmt: skip
FULFIL = Step(
    "demand_fulfil", _("Do what was promised, and report it"), of.office_staff,
    acts=("report_fulfilled", "record_result"),
)  # fmt: skip
CONFIRM = Step(
    "demand_confirm", _("Ask the sender whether the demand is fulfilled"), of.askers,
    acts=("confirm_fulfilled", "dispute", "record_confirmation", "record_dispute"),
)  # fmt: skip


class DemandWork(Work):
    """The unit of work on a demand."""

    look: DemandLook
    # Given to an office that cannot carry it, and nobody has confirmed that yet.
    is_marked = False

    def keep_demand(self, *names: str) -> None:
        """Write these fields of the demand; the look reads everything else anew."""
        demand = self.look.subject
        self.store(demand, *names)
        self.look = self.look.knowing(demand)

    def set_state(self, state: str, *names: str) -> str:
        """The demand's own copy of the state it goes to, and the day on which it ended."""
        demand = self.look.subject
        demand.state = str(state)
        demand.closed_on = self.today if state in FINAL else None
        self.keep_demand("state", "closed_on", *names)
        return str(state)

    def count_anew(self) -> tuple[str, ...]:
        """The periods begin again today; the fields that say so."""
        demand = self.look.subject
        demand.counted_from, demand.interim_on = self.today, None
        demand.answer_due_on = self.day_after(ANSWER)
        return ("counted_from", "interim_on", "answer_due_on")

    def day_after(self, count: int) -> date:
        """So many working days after the day from which the periods of the demand run."""
        start = self.look.subject.counted_from
        return due_on(start, count, today=self.today, calendar=self.calendar)

    def keep_extension(self) -> None:
        """A superior may have extended the deadline of the answer: it stays so in what follows."""
        demand, line = self.look.subject, self.look.answer_deadline
        if line is not None and line.due_on > demand.answer_due_on:
            demand.answer_due_on = line.due_on
            self.keep_demand("answer_due_on")

    def ask(self, step: Step, *, due: date | None = None, count: int = 0) -> None:
        """Open a step until a day, or for so many working days, or without an end."""
        period = working_days(count) if count else None
        self.open(Opening(step, subject=step.key, due_on=due, period=period))

    def take_word(self, word: Word, *, is_recorded: bool) -> None:
        """Keep what the sender says, and tell whoever decides and the office that has it."""
        entry, demand = self.look.entry, self.look.subject
        self.store(
            SenderWord(
                demand=demand, word=word, said_on=entry["said_on"], way=entry["said_way"],
                evidence=entry["evidence"], text=self.call.text, is_recorded=is_recorded,
                by_id=self.call.person,
            )
        )  # fmt: skip
        self.note(word=word.value, recorded=is_recorded, said_on=entry["said_on"])
        self.tell_house(f"demand_{word.value}")
        if is_recorded:
            self.tell_sender("demand_recorded")

    def tell_house(self, template: str) -> None:
        """Tell the secretariat, whoever decides, and the office that has it."""
        posts = [SECRETARIAT, *of.deciders(self.look), *of.office_staff(self.look)]
        self.tell_people(template, self.people_at(posts) - {self.call.actor.person})

    def tell_sender(self, template: str) -> None:
        """Tell the people of the sender, where they have an access."""
        people = self.people_at(of.askers(self.look)) if self.sender_reads() else set()
        self.tell_people(template, people - {self.call.actor.person})

    def sender_reads(self) -> bool:
        """Whether the sender has an access of their own."""
        return has_access(self.look.subject.sender_id, on=self.today)

    def show_to_lead(self, unit: int) -> None:
        """Whoever leads a measure sees which demand it serves."""
        self.admit([Post(LEADERS, unit=unit), clerks_of(unit)], "named")

    def show_to_sender(self) -> None:
        """Every desk of the association sees its demand."""
        desks = Desk.objects.filter(unit=self.look.subject.sender_id, closed_on=None)
        for desk in desks.values_list("pk", flat=True):
            self.admit_desk(desk, "sender")


def ask_to_register(work: DemandWork) -> None:
    """Received: the secretariat confirms the receipt within three working days."""
    work.admit([SECRETARIAT, INTEGRATION_DEPUTY, MAYOR], "named")
    work.show_to_sender()
    work.ask(REGISTER, due=work.day_after(RECEIPT))


def ask_to_assign(work: DemandWork) -> None:
    """Registered or disputed: whoever leads integration says which office examines it."""
    work.ask(ASSIGN, count=ASSIGNMENT)
    ask_for_the_notice(work)


def ask_to_examine(work: DemandWork) -> None:
    """Assigned: the office has it until the day of the answer, and sees it with its superiors."""
    work.admit(of.office_staff(work.look), "lead")
    office = work.look.subject.office
    assert office is not None, "assigned to one"
    work.admit([Post(LEADERS, unit=unit) for unit in office.ancestors], "lead")
    work.ask(EXAMINE, due=answer_day(work))
    ask_for_the_notice(work)
    # What comes back by itself nobody has weighed.
    work.is_marked = work.call.actor.person is None and exceeded(work.look, office.pk) is not None
    ask_about_the_load(work)


def ask_for_the_answer(work: DemandWork) -> None:
    """In examination: the office drafts the answer."""
    work.ask(DRAFT, due=answer_day(work))
    ask_for_the_notice(work)
    ask_about_the_load(work)


def ask_about_the_load(work: DemandWork) -> None:
    """It stands at once, marked; whoever decides confirms it or gives it to another office."""
    if work.is_marked:
        work.ask(LOAD, count=ASSIGNMENT)


def ask_to_fulfil(work: DemandWork) -> None:
    """Answered: the office does what was promised, by the day that was promised."""
    answer = work.look.answer
    promised = answer.promised_on if answer else None
    work.ask(FULFIL, due=max(promised, work.today) if promised else None)


def ask_to_confirm(work: DemandWork) -> None:
    """Reported: the sender is asked; a guest has no deadline, the secretariat that asks has."""
    work.ask(CONFIRM, count=0 if work.sender_reads() else ASKING)


def ask_for_the_notice(work: DemandWork) -> None:
    """Twenty working days are long: the sender hears how far it is, once for each answer."""
    if work.look.subject.interim_on is None:
        work.ask(NOTICE, due=work.day_after(INTERIM))


def answer_day(work: DemandWork) -> date:
    """The day of the answer; one that is over stays over."""
    return work.look.subject.answer_due_on
