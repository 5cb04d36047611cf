"""Taking a demand in: corrected, registered, assigned, given back, asked how far it is."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.entry import differences
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...group.flows.fields import read_words
from ...group.flows.loading import exceeded, over_load
from ..enums import DemandState as S
from ..enums import Way
from ..models import DemandNotice
from ..planning import ANSWER, counted_from, due_on
from .fields import (
    TEXT,
    read_demand,
    read_fields_of_action,
    read_office,
    read_original,
    read_past,
)
from .look import DemandLook
from .work import LOAD, NOTICE, DemandWork


def is_marked(look: DemandLook) -> Iterator[Unmet]:
    """There is something to confirm."""
    if not look.scene.tasks_of(LOAD.key):
        yield Unmet("not_marked", gettext("The office can carry this demand."))


@act(_("confirm that the office gets more than it can carry"), guards=[is_marked])
def confirm_load(work: DemandWork) -> None:
    """It stays where it is, and is no longer marked."""
    work.finish(LOAD.key)
    work.note(office=work.look.subject.office_id)


def can_revise(look: DemandLook) -> Iterator[Unmet]:
    """The whole demand as it shall read; one that repeats another stays the later of the two."""
    entry = look.entry
    read_demand(entry, today=look.call.today)
    original, dated = look.subject.repeats, entry.values.get("dated_on")
    if original is not None and dated and dated < original.dated_on:
        text = gettext("A demand repeats an earlier one. Please choose one that is older.")
        entry.note("not_older", text, "dated_on")
    yield from entry.unmet


@act(_("correct the demand"), guards=[can_revise, reason_given], changes_text=True)
def revise_demand(work: DemandWork) -> None:
    """What was written down wrongly; the event says what it was before, and why."""
    demand, entry = work.look.subject, work.look.entry
    work.note(changed=differences(demand, {name: entry[name] for name in TEXT}))
    for name in TEXT:
        setattr(demand, name, entry[name])
    demand.name(demand.title)
    demand.open_since = demand.repeats.open_since if demand.repeats else demand.dated_on
    demand.counted_from = counted_from(demand.received_on, today=work.today, calendar=work.calendar)
    demand.answer_due_on = due_on(
        demand.counted_from, ANSWER, today=work.today, calendar=work.calendar
    )
    work.case.title = f"{demand.reference} {demand.title}"[:300]
    work.keep_demand(*TEXT, "title_key", "open_since", "counted_from", "answer_due_on")


def can_register(look: DemandLook) -> Iterator[Unmet]:
    """The receipt is confirmed, the field of action known; a repetition names what it repeats."""
    entry, demand = look.entry, look.subject
    since = demand.received_on
    day = read_past(entry, "confirmed_on", today=look.call.today, since=since)
    entry.make("confirmed_on", day)
    entry.choice("confirmed_way", Way)
    read_fields_of_action(entry)
    read_original(entry, demand)
    yield from entry.unmet


@act(_("confirm the receipt and register"), guards=[can_register])
def register_demand(work: DemandWork) -> str:
    """A repetition keeps the day of what it repeats: from then on the city has owed it."""
    demand, entry = work.look.subject, work.look.entry
    demand.receipt_confirmed_on, demand.receipt_way = entry["confirmed_on"], entry["confirmed_way"]
    demand.fields_of_action = entry["fields_of_action"]
    demand.repeats = entry["repeats"]
    if demand.repeats is not None:
        demand.open_since = min(demand.repeats.open_since, demand.dated_on)
    work.finish("demand_register")
    work.note(
        confirmed_on=demand.receipt_confirmed_on, repeats=demand.repeats_id,
        open_since=demand.open_since,
    )  # fmt: skip
    return work.set_state(
        S.REGISTERED, "receipt_confirmed_on", "receipt_way", "fields_of_action", "repeats",
        "open_since",
    )  # fmt: skip


def can_assign(look: DemandLook) -> Iterator[Unmet]:
    """An office of the city that somebody leads, and that can carry one more, or shall get it all
    the same.
    """
    read_office(look.entry, today=look.call.today)
    yield from look.entry.unmet
    office = look.entry.values.get("office")
    if office is not None:
        yield from over_load(look, office)


@act(_("assign to an office"), guards=[can_assign])
def assign_demand(work: DemandWork) -> str:
    """The office examines it and drafts the answer.

    Whoever assigns is whoever would be asked about the load (domain 2.8): the trail says that the
    office has it all the same.
    """
    office = work.look.entry["office"]
    work.look.subject.office = office
    work.finish("demand_assign")
    work.note(office=office.pk, over_load=exceeded(work.look, office.pk) is not None)
    return work.set_state(S.ASSIGNED, "office")


@act(_("give the demand back to be assigned anew"), guards=[reason_given])
def return_demand(work: DemandWork) -> str:
    """Another office is responsible; whoever leads integration says which one."""
    work.keep_extension()
    work.finish("demand_examine")
    work.finish("demand_answer")
    work.finish(LOAD.key)
    _give_draft_back(work)
    return work.set_state(S.REGISTERED)


def _give_draft_back(work: DemandWork) -> None:
    """A draft of the office that no longer has the demand waits for nobody's signature."""
    if draft := work.look.pending:
        draft.is_returned = True
        work.store(draft, "is_returned")


@act(_("begin the examination"))
def begin_examination(work: DemandWork) -> str:
    """Everybody sees that the office is at it; whether it can carry it is asked on."""
    work.is_marked = bool(work.look.scene.tasks_of(LOAD.key))
    work.keep_extension()
    work.finish("demand_examine")
    return work.set_state(S.EXAMINING)


def can_send_notice(look: DemandLook) -> Iterator[Unmet]:
    """What the sender was told, when and how; one for each answer."""
    entry, demand = look.entry, look.subject
    day = read_past(entry, "sent_on", today=look.call.today, since=demand.received_on)
    entry.make("sent_on", day)
    entry.choice("sent_way", Way)
    read_words(entry, "notice")
    if demand.interim_on is not None:
        text = gettext("The interim notice was sent on %(day)s already.")
        entry.note("sent_already", text % {"day": f"{demand.interim_on:%d.%m.%Y}"})
    yield from entry.unmet


@act(_("record the interim notice"), guards=[can_send_notice], decides=True)
def send_notice(work: DemandWork) -> None:
    """The sender knows how far it is; the day of the answer stays."""
    demand, entry = work.look.subject, work.look.entry
    demand.interim_on = entry["sent_on"]
    work.store(
        DemandNotice(
            demand=demand, sent_on=entry["sent_on"], way=entry["sent_way"],
            words=entry["notice"], by_id=work.call.person,
        )
    )  # fmt: skip
    work.finish(NOTICE.key)
    work.drop(NOTICE.key)
    work.keep_demand("interim_on")
    work.note(sent_on=demand.interim_on)
    work.tell_sender("demand_notice")
