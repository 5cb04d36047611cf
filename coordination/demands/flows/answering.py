"""The answer: drafted by the office, signed by whoever leads integration; measures; the talk."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...city.rules import SECRETARIAT
from ...group.flows.fields import read_words
from ..enums import DemandKind, LinkEnd, Outcome
from ..enums import DemandState as S
from ..models import DemandAnswer, DemandMeasure
from ..queries.demands import FAILED, linkable
from .fields import read_ahead, read_moment
from .look import DemandLook
from .work import DRAFT, SIGN, DemandWork, answer_day

WHERE = 200


def can_draft(look: DemandLook) -> Iterator[Unmet]:
    """What the city answers, and until when it does what it says."""
    entry = look.entry
    entry.choice("outcome", Outcome)
    read_words(entry, "answer")
    read_ahead(entry, "promised_on", today=look.call.today)
    yield from entry.unmet
    yield from _fits(look, str(entry.values["outcome"]))


def _fits(look: DemandLook, outcome: str) -> Iterator[Unmet]:
    """A measure is named where it is one; a talk is arranged, or declined."""
    demand = look.subject
    is_talk = demand.kind == DemandKind.TALK
    if outcome == Outcome.IN_MEASURE and is_talk:
        text = gettext("A wish to speak with the mayor cannot be taken up in a measure.")
        yield Unmet("talk_no_measure", text, "outcome")
    elif outcome == Outcome.IN_MEASURE and not _standing(look):
        text = gettext("Please link the measure first that takes up the demand.")
        yield Unmet("measure_missing", text, "outcome")
    elif outcome == Outcome.ANSWERED and is_talk and demand.meets_at is None:
        text = gettext("Please record the appointment first, or decline it with reasons.")
        yield Unmet("appointment_missing", text, "outcome")


def _standing(look: DemandLook) -> list[DemandMeasure]:
    """The linked measures that may still be carried out."""
    return [link for link in look.links if link.measure.case.state not in FAILED]


@act(_("draft the answer to the demand"), guards=[can_draft])
def draft_answer(work: DemandWork) -> None:
    """Whoever leads integration is asked to sign it; a draft before that still waited is void."""
    work.keep_extension()
    last, entry, capacity = work.look.answer, work.look.entry, work.call.capacity
    assert capacity is not None, "a person drafts"
    if last is not None and last.is_pending:
        last.is_returned = True
        work.store(last, "is_returned")
    draft = DemandAnswer(
        demand=work.look.subject, number=(last.number if last else 0) + 1,
        outcome=entry["outcome"], words=entry["answer"], promised_on=entry["promised_on"],
        drafted_by_id=work.call.person, drafted_for_id=capacity.holder, drafted_at=work.at,
    )  # fmt: skip
    work.store(draft)
    work.finish(DRAFT.key)
    work.drop(DRAFT.key)
    work.drop(SIGN.key)
    work.note(answer=draft.number, outcome=draft.outcome)
    # Who has drafted, and that another version is to be decided on now.
    work.case.version += 1
    work.look = work.look.knowing(work.look.subject)
    work.ask(SIGN, due=answer_day(work))


def is_drafted(look: DemandLook) -> Iterator[Unmet]:
    """There is an answer to sign, and what it says is still so."""
    draft = look.pending
    if draft is None:
        text = gettext("There is no answer yet that could be signed.")
        yield Unmet("no_draft", text)
    else:
        yield from _fits(look, draft.outcome)


@act(_("sign the answer"), guards=[is_drafted])
def sign_answer(work: DemandWork) -> str:
    """It is the city's answer; the secretariat sends it, and the sender reads it."""
    draft, capacity = work.look.pending, work.call.capacity
    assert draft is not None, "the guard has looked"
    assert capacity is not None, "a person signs"
    draft.signed_by_id, draft.signed_at = work.call.person, work.at
    draft.signed_desk_id = capacity.desk
    work.store(draft, "signed_by", "signed_at", "signed_desk")
    work.finish(SIGN.key)
    work.note(answer=draft.number, outcome=draft.outcome)
    work.tell("demand_answered", [SECRETARIAT])
    work.tell_sender("demand_answered")
    return work.set_state(draft.outcome)


@act(_("give the draft back"), guards=[is_drafted, reason_given])
def return_answer(work: DemandWork) -> None:
    """The office drafts it anew, until the day that it had."""
    work.keep_extension()
    draft = work.look.pending
    assert draft is not None, "the guard has looked"
    draft.is_returned = True
    work.store(draft, "is_returned")
    work.finish(SIGN.key)
    work.drop(SIGN.key)
    work.note(answer=draft.number)
    work.case.version += 1
    work.look = work.look.knowing(work.look.subject)
    work.ask(DRAFT, due=answer_day(work))


def can_link(look: DemandLook) -> Iterator[Unmet]:
    """A measure that this person sees, that may still be carried out and is not linked yet."""
    entry = look.entry
    measure = entry.row("measure", linkable(look.call.actor.capacities))
    if measure is not None and any(link.measure_id == measure.pk for link in look.links):
        text = gettext("This measure is linked already.")
        entry.note("linked_already", text, "measure")
    yield from entry.unmet
    if look.subject.kind == DemandKind.TALK:
        text = gettext("A wish to speak with the mayor cannot be taken up in a measure.")
        yield Unmet("talk_no_measure", text)


@act(_("link a measure"), guards=[can_link], needs_version=False)
def link_measure(work: DemandWork) -> None:
    """The measure's page shows that it serves this demand; its lead sees the demand."""
    measure = work.look.entry["measure"]
    work.store(
        DemandMeasure(
            demand=work.look.subject, measure=measure, linked_on=work.today,
            linked_by_id=work.call.person,
        )
    )  # fmt: skip
    work.note(measure=measure.pk)
    work.show_to_lead(measure.lead_id)
    work.look = work.look.knowing(work.look.subject)


def can_unlink(look: DemandLook) -> Iterator[Unmet]:
    """A link that stands; what was taken up in a measure keeps one of them."""
    entry = look.entry
    found = {link.pk: link for link in look.links}
    rows = DemandMeasure.objects.filter(pk__in=found)
    entry.row("link", rows)
    if look.case.state == S.IN_MEASURE and len(found) == 1:
        text = gettext("The demand was taken up in this measure. Please link another one first.")
        entry.note("last_link", text, "link")
    yield from entry.unmet


@act(_("remove the link to a measure"), guards=[can_unlink, reason_given], needs_version=False)
def unlink_measure(work: DemandWork) -> None:
    """It serves another purpose after all; the link stays in the history."""
    link = work.look.entry["link"]
    link.ended_on, link.end = work.today, LinkEnd.REMOVED
    work.store(link, "ended_on", "end")
    work.note(measure=link.measure_id)
    work.look = work.look.knowing(work.look.subject)


def is_talk(look: DemandLook) -> Iterator[Unmet]:
    """Only who wants to speak with the mayor gets an appointment."""
    if look.subject.kind != DemandKind.TALK:
        text = gettext("Only a wish to speak with the mayor has an appointment.")
        yield Unmet("no_talk", text)


def can_appoint(look: DemandLook) -> Iterator[Unmet]:
    """When and where; ahead."""
    entry = look.entry
    moment = read_moment(entry)
    if moment is not None and moment <= look.call.at:
        text = gettext("This day is not in the future. Please choose a later day.")
        entry.note("past", text, "meets_on")
    entry.make("meets_at", moment)
    entry.text("meets_where", longest=WHERE)
    yield from entry.unmet


@act(_("record the appointment"), guards=[is_talk, can_appoint], decides=True)
def set_appointment(work: DemandWork) -> None:
    """The sender knows when the mayor has time; a later appointment takes its place."""
    demand, entry = work.look.subject, work.look.entry
    before = demand.meets_at
    demand.meets_at, demand.meets_where = entry["meets_at"], entry["meets_where"]
    work.keep_demand("meets_at", "meets_where")
    work.note(meets_at=demand.meets_at.isoformat(), before=before.isoformat() if before else None)
    work.tell_sender("demand_appointment")


def can_record_result(look: DemandLook) -> Iterator[Unmet]:
    """What came of it, once the appointment was."""
    read_words(look.entry, "result")
    yield from look.entry.unmet
    meets_at = look.subject.meets_at
    if meets_at is None:
        text = gettext("Please record the appointment first.")
        yield Unmet("appointment_missing", text)
    elif meets_at > look.call.at:
        text = gettext("The appointment is still to come.")
        yield Unmet("appointment_ahead", text)


@act(_("record the result of the talk"), guards=[is_talk, can_record_result], decides=True)
def record_result(work: DemandWork) -> None:
    """What was agreed in the talk; the sender reads it."""
    work.look.subject.result = work.look.entry["result"]
    work.keep_demand("result")
    work.tell_sender("demand_result")
