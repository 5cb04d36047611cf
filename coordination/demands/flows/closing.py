"""How a demand ends: fulfilled and confirmed, disputed, taken back, settled by something else.

The integration centre closes none: it may write down what the sender has said, with the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ..enums import DemandKind, LinkEnd, Word
from ..enums import DemandState as S
from ..models import Demand
from ..queries.demands import FAILED, FINISHED
from .fields import read_word
from .look import DemandLook
from .work import CONFIRM, DemandWork, ask_to_confirm


def is_done(look: DemandLook) -> Iterator[Unmet]:
    """Every linked measure is completed, the talk took place (domain 2.7)."""
    demand = look.subject
    if demand.kind == DemandKind.TALK and not demand.result:
        text = gettext("Please record the result of the talk first.")
        yield Unmet("result_missing", text)
    if look.case.state != S.IN_MEASURE:
        return
    states = [link.measure.case.state for link in look.links]
    waiting = sum(state not in FINISHED for state in states)
    if waiting or not states:
        text = ngettext(
            "The demand is fulfilled once its measures are completed: %(count)s is not.",
            "The demand is fulfilled once its measures are completed: %(count)s are not.",
            waiting,
        )
        yield Unmet("measures_open", text % {"count": waiting})


@act(_("report as fulfilled"), guards=[is_done])
def report_fulfilled(work: DemandWork) -> str:
    """The sender is asked whether it is so; where measures stand for it, it happens by itself."""
    work.finish("demand_fulfil")
    work.tell_sender("demand_reported")
    return work.set_state(S.REPORTED)


def has_failed(look: DemandLook) -> Iterator[Unmet]:
    """A linked measure was rejected, withdrawn, discontinued or repealed."""
    if not any(link.measure.case.state in FAILED for link in look.links):
        text = gettext("No linked measure has failed.")
        yield Unmet("none_failed", text)


@act(_("a linked measure will not be carried out"), guards=[has_failed])
def measure_failed(work: DemandWork) -> str:
    """The office that had it examines it again, with a whole period; everybody is told."""
    failed = [link for link in work.look.links if link.measure.case.state in FAILED]
    for link in failed:
        link.ended_on, link.end = work.today, LinkEnd.FAILED
    work.store_changed(failed, "ended_on", "end")
    work.note(measures=sorted(link.measure_id for link in failed))
    state = work.set_state(S.ASSIGNED, *work.count_anew())
    work.tell_house("demand_reopened")
    work.tell_sender("demand_reopened")
    return state


def says(look: DemandLook) -> Iterator[Unmet]:
    """The sender says it themselves: today, in the application."""
    read_word(look.entry, look.subject, today=look.call.today, is_recorded=False)
    yield from look.entry.unmet


def is_evident(look: DemandLook) -> Iterator[Unmet]:
    """When and how the sender has said it, and where that can be read."""
    read_word(look.entry, look.subject, today=look.call.today, is_recorded=True)
    yield from look.entry.unmet


@act(_("confirm that the demand is fulfilled"), guards=[says])
def confirm_fulfilled(work: DemandWork) -> str:
    """By the sender: that is its end."""
    return _confirm(work, is_recorded=False)


@act(_("record that the sender confirms"), guards=[is_evident])
def record_confirmation(work: DemandWork) -> str:
    """The same, written down for a sender without an access, and marked as recorded."""
    return _confirm(work, is_recorded=True)


def _confirm(work: DemandWork, *, is_recorded: bool) -> str:
    work.take_word(Word.CONFIRMED, is_recorded=is_recorded)
    work.finish("demand_confirm")
    return work.set_state(S.CONFIRMED)


@act(_("dispute that the demand is fulfilled"), guards=[says, reason_given])
def dispute(work: DemandWork) -> str:
    """By the sender: it is assigned again, with whole periods; its old day stays."""
    return _dispute(work, is_recorded=False)


@act(_("record that the sender disputes"), guards=[is_evident, reason_given])
def record_dispute(work: DemandWork) -> str:
    """The same, written down for the sender."""
    return _dispute(work, is_recorded=True)


def _dispute(work: DemandWork, *, is_recorded: bool) -> str:
    work.take_word(Word.DISPUTED, is_recorded=is_recorded)
    work.finish("demand_confirm")
    return work.set_state(S.DISPUTED, *work.count_anew())


@act(_("take the demand back"), guards=[says])
def withdraw_demand(work: DemandWork) -> str:
    """By the sender: nobody has to answer it any more; it is not fulfilled."""
    work.take_word(Word.WITHDRAWN, is_recorded=False)
    return work.set_state(S.WITHDRAWN)


@act(_("record that the sender takes it back"), guards=[is_evident])
def record_withdrawal(work: DemandWork) -> str:
    """The same, written down for the sender."""
    work.take_word(Word.WITHDRAWN, is_recorded=True)
    return work.set_state(S.WITHDRAWN)


def may_settle(look: DemandLook) -> Iterator[Unmet]:
    """If another demand has taken its place, that one is named."""
    rows = Demand.objects.filter(sender=look.subject.sender_id).exclude(pk=look.subject.pk)
    look.entry.row("settled_by", rows, needed=False)
    yield from look.entry.unmet


@act(_("close as settled by something else"), guards=[may_settle, reason_given])
def settle_demand(work: DemandWork) -> str:
    """With a reason that the sender reads; nobody claims that it is fulfilled."""
    other = work.look.entry["settled_by"]
    work.note(settled_by=other.pk if other else None)
    work.tell_sender("demand_settled")
    return work.set_state(S.SETTLED)


@act(_("show to the sender"))
def let_sender_read(work: DemandWork) -> None:
    """An association that has got an access sees what it has asked for before."""
    work.show_to_sender()


@act(_("ask the sender another way"))
def ask_sender_anew(work: DemandWork) -> None:
    """Its access has ended, or begun: the secretariat asks it, or it is asked there."""
    work.drop(CONFIRM.key)
    ask_to_confirm(work)
