"""What the office does with an order, and what who gave it says to that."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ..enums import OrderState as S
from ..models import OrderReport
from ..rules.instructing import MAY_BE_DECLINED
from .fields import read_due, read_words
from .look import OrderLook, office_staff
from .work import OrderWork

EXTENSIONS = 2
"""So often may who gave it set a later day (domain 2.8)."""


@act(_("accept the order"))
def accept_order(work: OrderWork) -> str:
    """The office does it until its day; who gave it need not ask."""
    work.finish("order_accept")
    _tell_giver(work, "order_accepted")
    return work.set_state(S.ACCEPTED)


def may_be_declined(look: OrderLook) -> Iterator[Unmet]:
    """A request and an agreement need acceptance; a directive does not."""
    if look.subject.kind not in MAY_BE_DECLINED:
        text = gettext(
            "This is a %(kind)s: it cannot be declined. If another office is responsible, please"
            " say so; if it cannot be done in time, please ask who gave it for a later day."
        )
        yield Unmet("directive", text % {"kind": look.subject.get_kind_display()}, "kind")


@act(_("decline the order"), guards=[may_be_declined, reason_given])
def decline_order(work: OrderWork) -> str:
    """It goes back with the reason to who gave it."""
    work.finish("order_accept")
    _tell_giver(work, "order_declined")
    return work.set_state(S.RETURNED)


@act(_("say that another office is responsible"), guards=[reason_given])
def say_not_responsible(work: OrderWork) -> str:
    """Back to who gave it, who says which office does it."""
    for step in ("order_accept", "order_work"):
        work.finish(step)
    _tell_giver(work, "order_not_responsible")
    return work.set_state(S.RETURNED)


@act(_("begin the work"))
def begin_work(work: OrderWork) -> str:
    """Everybody sees that the office is at it; nobody is told anew of work that they have."""
    work.is_quiet = True
    return work.set_state(S.IN_WORK)


def can_report(look: OrderLook) -> Iterator[Unmet]:
    """What was done."""
    read_words(look.entry, "done")
    yield from look.entry.unmet


@act(_("report the order as done"), guards=[can_report])
def report_done(work: OrderWork) -> str:
    """Who gave it, or the integration centre in their place, looks whether it is."""
    order = work.look.subject
    last = OrderReport.objects.filter(order=order).aggregate(last=Max("number"))["last"]
    report = OrderReport(
        order=order, number=(last or 0) + 1, text=work.look.entry["done"],
        by_id=work.call.person, at=work.at,
    )  # fmt: skip
    work.store(report)
    work.finish("order_work")
    work.note(report=report.number)
    return work.set_state(S.REPORTED)


@act(_("confirm that the order is done"))
def confirm_order(work: OrderWork) -> str:
    """That is its end; the office is told."""
    work.finish("order_confirm")
    work.drop("order_load")
    tell_office(work, "order_confirmed")
    return work.set_state(S.CONFIRMED)


@act(_("give the report back"), guards=[reason_given])
def send_report_back(work: OrderWork) -> str:
    """It is not done yet, for a reason; the office goes on with it until the day that it had."""
    work.finish("order_confirm")
    tell_office(work, "order_sent_back")
    return work.set_state(S.IN_WORK)


def can_extend(look: OrderLook) -> Iterator[Unmet]:
    """Not more than twice, to a later day."""
    read_due(look.entry, today=look.call.today, after=look.subject.due_on)
    yield from look.entry.unmet
    if look.subject.extensions >= EXTENSIONS:
        text = gettext("The order was extended %(count)s times already; more is not possible.")
        yield Unmet("extended_twice", text % {"count": EXTENSIONS}, "due_on")


@act(_("set a later day"), guards=[can_extend, reason_given])
def extend_order(work: OrderWork) -> None:
    """By who gave it, with a reason; the reminders begin anew, the history stays."""
    order, deadline = work.look.subject, work.look.work_deadline
    before, order.due_on = order.due_on, work.look.entry["due_on"]
    order.extensions += 1
    if deadline is not None:
        work.extend(deadline, due_on=order.due_on)
    work.keep_order("due_on", "extensions")
    tell_office(work, "order_extended", day=str(order.due_on))
    work.note(due_before=before, due_after=order.due_on)


def _tell_giver(work: OrderWork, template: str) -> None:
    order = work.look.subject
    if order.given_by_id is not None and order.given_by_id != work.call.person:
        work.tell_people(template, [order.given_by_id])


def tell_office(work: OrderWork, template: str, **data: object) -> None:
    """The office that has it, but for whoever acts."""
    people = work.people_at(office_staff(work.look))
    work.tell_people(template, people - {work.call.person}, **data)
