"""Parallel co-signature: the offices are asked, and each answers once per round (M6, 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.actions.ballots import OPEN_ITEMS, Asked
from workflows.calendars import Period
from workflows.definitions import Post, Step
from workflows.enums import ConditionStatus, ItemStatus, Participation, SilenceEffect, VoteChoice
from workflows.machine import ConditionView, ItemView, act
from workflows.models import Unit, Vote
from workflows.refusals import AlreadyVoted, DraftChanged
from workflows.subjects import thing

from ...drafting.models import SignedOver
from ...drafting.queries.drafts import is_current
from ..models import CirculationEntry
from ..rules import posts
from ..rules.circulation import lines_of, periods_of
from ..rules.looks import WAITING, DecisionLook
from ..rules.predicates import Participant, is_stricter
from . import cosign_guards as guards
from .carrying import standing_answers
from .preparing import send_plan
from .turning import tell_the_answer
from .values import key
from .work import DecisionWork

ASKED_AT_MOST = 2
"""An office that is named a third time in one round has a dispute about who is responsible."""


def _asked_offices(look: DecisionLook) -> list[Post]:
    return [post for item in look.scene.items for post in posts.cosigners(item.unit)]


def _above_the_office(look: DecisionLook) -> Sequence[Post]:
    """Where the author is the only one who signs for the office, its superior does."""
    return posts.superiors(Unit.objects.get(pk=_item(look).unit))


COSIGN = Step(
    "cosign",
    _("Co-sign"),
    _asked_offices,
    acts=("vote", "ask_question", "request_documents", "ask_for_time"),
    period="cosigning",
    instead=_above_the_office,
)
CONDITION = Step(
    "answer_condition",
    _("Answer a condition"),
    posts.lead_staff,
    acts=("answer_condition",),
    period="condition_answer",
)
QUESTION = Step(
    "answer_question",
    _("Answer a question"),
    posts.lead_staff,
    acts=("answer_question",),
    period="condition_answer",
)

# --- rounds ---------------------------------------------------------------------------------


def start_round(work: DecisionWork) -> None:
    """Send the circulation: all units that have to be asked and those that were planned, in a new
    round, each with its full period or until the date that it is given.

    Answers of the round before that the change does not touch carry over and are marked.
    """
    look = work.look
    lines = lines_of(look)
    asked = [line.who for line in lines]
    standing = standing_answers(look, asked) if look.scene.items else []
    work.ballots.begin_round()
    work.freeze("round")
    if standing:
        units = {item.unit for item in standing}
        work.note(carried=sorted(units))
        work.ballots.renew(standing, again=frozenset(), opening=_openings(work, units))
        asked = [who for who in asked if who.unit not in units]
    dates = {line.who.unit: line.due_on for line in lines if line.due_on}
    send_plan(work, {who.unit for who in asked}, dates=dates)
    ask_offices(work, asked, dates=dates)


def start_partial_round(work: DecisionWork, affected: Iterable[int]) -> None:
    """A new round for the affected units and those that have not answered yet.

    The other votes carry over and are marked.
    """
    affected = frozenset(affected)
    # Whoever was spared, or has got the lead meanwhile, is not asked again.
    items = [item for item in work.scene.items if item.status != ItemStatus.VOID]
    again = {item.unit for item in items if item.vote is None or item.unit in affected}
    work.drop("cosign")
    work.drop_requests()
    work.ballots.void_open()
    work.ballots.begin_round()
    work.carry_urgency()
    work.freeze("round")
    work.ballots.renew(items, again=again, opening=_openings(work, again))


def ask_further(work: DecisionWork) -> None:
    """After a changed text: ask whoever has to be asked now and was not, in the present round.

    So too whoever has to take part more strictly than they were asked to. Who need not be asked
    any more has been asked: the answer stands.
    """
    look = work.look
    wanted = look.obligatory.values()
    known = {item.unit: item for item in look.scene.items}
    fresh = [who for who in wanted if who.unit not in known]
    stricter = [who for who in wanted if who.unit in known and _binds_more(known[who.unit], who)]
    if fresh or stricter:
        work.note(asked=sorted(who.unit for who in (*fresh, *stricter)))
    if fresh:
        ask_offices(work, fresh)
    for who in stricter:
        item = known[who.unit]
        if item.step is not None and item.status in OPEN_ITEMS:
            work.void_step(item.step)
        drop_conditions(work, item.vote)
        work.ballots.ask_again(item, who, _openings(work, [who.unit])(item.id, who))


def _binds_more(item: ItemView, who: Participant) -> bool:
    """Whether an answer that was given, or the silence that may come, is not enough any more."""
    asked = Participant(item.unit, item.participation, item.silence, item.reason)
    if item.status in OPEN_ITEMS or item.answered_at_desk is None:
        return is_stricter(who, asked)
    return who.participation != item.participation and is_stricter(who, asked)


def ask_again(work: DecisionWork, item: ItemView, *, instead_of: ItemView | None = None) -> None:
    """Let a unit that has answered answer once more, with a full period.

    Whoever answers instead of a unit that has to co-sign has to co-sign as well.
    """
    as_well = instead_of is not None and instead_of.participation == Participation.COSIGN
    who = instead_of if instead_of is not None and as_well else item
    ask_once_more(work, item, Participant(item.unit, who.participation, who.silence, item.reason))


def ask_once_more(
    work: DecisionWork,
    item: ItemView,
    who: Participant,
    *,
    dates: Mapping[int, date] | None = None,
) -> None:
    """Ask a unit once more, as `who` says, with its full period or until its date."""
    work.ballots.ask_again(item, who, _openings(work, [item.unit], dates)(item.id, who))


def ask_offices(
    work: DecisionWork, asked: Sequence[Participant], *, dates: Mapping[int, date] | None = None
) -> None:
    """Ask these offices in the present round, each with its full period or until its date."""
    units = [who.unit for who in asked]
    work.ballots.ask(asked, _openings(work, units, dates or {}))


def _openings(
    work: DecisionWork, units: Collection[int], dates: Mapping[int, date] | None = None
) -> Callable[[UUID, Asked], Opening]:
    """The step for each of these units, however it comes to be asked, with its period.

    While the secretariat waits for documents, their clocks stand still like those of all others.
    """
    periods = periods_of(work.look, units, round_=work.case.round)
    rests = work.all_clocks_stopped()
    return partial(_opening, periods=periods, dates=dates or {}, rests=rests)


def _opening(
    item: UUID,
    who: Asked,
    *,
    periods: Mapping[int, Period | None],
    dates: Mapping[int, date],
    rests: bool,
) -> Opening:
    return Opening(
        COSIGN,
        subject=thing("item", item),
        posts=posts.cosigners(who.unit),
        period=periods[who.unit],
        due_on=dates.get(who.unit),
        # The act of the clock at the end of the period; none where silence means nothing.
        effect="" if who.silence == SilenceEffect.NONE else "lapse_vote",
        rests=rests,
    )


# --- votes ----------------------------------------------------------------------------------


@act(
    _("co-sign"),
    guards=[guards.draft_is_current, guards.vote_is_complete, guards.waits_or_says_why],
    step="cosign",
    needs_version=True,
    late=AlreadyVoted,
)
def vote(work: DecisionWork) -> None:
    """The unit's answer; a unit votes once per round. A draft that is signed changes no more."""
    item = _item(work.look)
    draft = guards.drafted(work.look)
    if draft is not None and not is_current(*draft, item=item.id, locks=True):
        raise DraftChanged(state=work.case.state, version=work.case.version)
    if work.look.waits_for_contributions:
        _sign_over(work, item)
    _cast(work, item)


def _sign_over(work: DecisionWork, item: ItemView) -> None:
    """Why the office does not wait belongs to the file; what it has asked does not."""
    person = work.call.person
    assert person is not None, "only a person signs"
    reason = str(work.call.data["over"]).strip()
    work.store(
        SignedOver(
            case_id=work.case.pk, item_id=item.id, reason=reason, signed_by_id=person,
            signed_at=work.at,
        )
    )  # fmt: skip


@act(
    _("change the answer"),
    guards=[guards.vote_exists, guards.vote_is_complete],
    needs_version=True,
)
def change_vote(work: DecisionWork) -> None:
    """An act of its own until the round closes; both answers are kept."""
    item = _item(work.look)
    drop_conditions(work, item.vote)
    _cast(work, item)


def _item(look: DecisionLook) -> ItemView:
    item = look.item
    assert item is not None, "seen by the guards of the act"
    return item


def _cast(work: DecisionWork, item: ItemView) -> None:
    call = work.call
    choice = call.value("choice", VoteChoice)
    elsewhere = choice == VoteChoice.NOT_RESPONSIBLE
    named = key(call.data.get("names_unit")) if elsewhere else None
    work.drop_requests([item.id])
    cast = work.ballots.cast(item, choice, text=call.text, names_unit=named)
    tell_the_answer(work, choice, item.unit)
    for text in guards.condition_texts(work.look):
        _set_condition(work, cast, item, text)
    if named is not None:
        _ask_named(work, item, named)


def _ask_named(work: DecisionWork, item: ItemView, unit: int) -> None:
    """The office named gets a full period; named back and forth, it is for the superior."""
    named = next((other for other in work.scene.items if other.unit == unit), None)
    who = Participant(unit, item.participation, item.silence, "named")
    if named is None:
        ask_offices(work, [who])
        return
    if named.status == ItemStatus.VOID:
        _ask_spared(work, named, who)
        return
    asked = Vote.objects.filter(item=named.id, choice=VoteChoice.NOT_RESPONSIBLE).count()
    if asked >= ASKED_AT_MOST:
        work.ballots.dispute({item.unit, named.unit})
    else:
        ask_again(work, named, instead_of=item)


def _ask_spared(work: DecisionWork, item: ItemView, who: Participant) -> None:
    """Whoever was spared is asked after all, because another office names it."""
    rows = CirculationEntry.objects.filter(case=work.case.pk, round=work.case.round, unit=item.unit)
    for row in rows.exclude(spared_at=None):
        row.spared_at, row.spared_by_id, row.spared_because = None, None, ""
        work.store(row)
    ask_once_more(work, item, who)


def _is_disputed(look: DecisionLook) -> bool:
    return bool(look.scene.disputed)


@act(_("responsibility is disputed"), when=_is_disputed)
def stop_circle(work: DecisionWork) -> None:
    """An office would be asked a third time: the common superior says who answers."""
    work.note(disputed=sorted(work.scene.disputed))
    work.void_answers()


# --- conditions of a vote -------------------------------------------------------------------


def _set_condition(work: DecisionWork, cast: Vote, item: ItemView, text: str) -> None:
    condition = work.ballots.set_condition(cast, item, text)
    work.ask_for(CONDITION, thing("condition", condition))


def drop_conditions(work: DecisionWork, of_vote: UUID | None) -> None:
    """Let go of what waits for an answer in a vote; what was settled stays as it is."""
    for condition in list(work.scene.conditions):
        if condition.vote == of_vote and condition.status in WAITING:
            _drop(work, condition)


def _drop(work: DecisionWork, condition: ConditionView) -> None:
    work.ballots.mark(condition, ConditionStatus.VOID)
    subject = thing("condition", condition.id)
    for run in {task.step for task in work.scene.tasks if task.subject == subject}:
        work.void_step(run)


# --- questions ------------------------------------------------------------------------------


@act(_("ask a question"), guards=[guards.item_is_open, guards.text_given])
def ask_question(work: DecisionWork) -> None:
    """A question is no vote and does not stop the clock."""
    question = work.ballots.put_question(work.look.item, work.call.text)
    work.ask_for(QUESTION, thing("question", question))


@act(_("answer the question"), guards=[guards.text_given], step="answer_question")
def answer_question(work: DecisionWork) -> None:
    """The lead answers; whoever asked is told."""
    question = UUID(work.look.about_id("question"))
    asked_by = work.ballots.answer_question(question, work.call.text)
    work.tell_people("question_answered", [asked_by])
