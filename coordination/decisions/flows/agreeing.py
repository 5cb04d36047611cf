"""What follows from the votes: answers to conditions, the next round, dissent (M6, M7, M8)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step
from workflows.enums import ConditionStatus, VoteChoice
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.models import Unit
from workflows.queries.acting.scene import WROTE
from workflows.subjects import thing

from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import cosign_guards as guards
from .cosigning import ask_again, ask_further, drop_conditions, start_partial_round
from .turning import tell_the_answer
from .values import entries, fields, key
from .work import DecisionWork


def common_superior(look: DecisionLook) -> Sequence[Post]:
    """The lowest superior of the lead and of those who disagree (ThürGGO § 6; domain 1.3)."""
    others = list(Unit.objects.filter(pk__in=look.disagreeing_units))
    lead = look.subject.lead
    unit = (
        posts.lowest_common_superior(lead, others) if others else (lead.ancestors or [lead.pk])[-1]
    )
    return [Post((*posts.LEADERS,), unit=unit)]


def _set_conditions(look: DecisionLook) -> Sequence[Post]:
    units = sorted({condition.unit for condition in look.scene.conditions})
    return [post for unit in units for post in posts.cosigners(unit)]


DECLINE = Step(
    "confirm_decline",
    _("Accept that a condition is not taken over, or refuse"),
    _set_conditions,
    acts=("confirm_decline", "turn_into_refusal"),
    period="condition_confirmation",
    effect="lapse_decline",
)
RESIGN = Step(
    "resign",
    _("Sign again after changes"),
    posts.lead_head,
    acts=("resign", "send_back"),
    period="condition_answer",
)
CLARIFICATION = Step(
    "clarification",
    _("Decide on the dissent"),
    common_superior,
    acts=("clarify",),
    instead=posts.mayor_or_deputies,
)

# --- answering conditions -------------------------------------------------------------------


@act(
    _("answer the condition"),
    guards=[guards.answer_is_complete],
    step="answer_condition",
    needs_version=True,
)
def answer_condition(work: DecisionWork) -> None:
    """Take a condition over (materially or editorially), or say why not."""
    condition, call = work.look.condition, work.call
    if call.data["accept"]:
        work.ballots.mark(
            condition, ConditionStatus.ACCEPTED, answer=call.text, answered_at=work.at,
            material=call.data["material"],
        )  # fmt: skip
        work.ballots.oblige(condition)
        _change_text(work)
    else:
        work.ballots.mark(
            condition, ConditionStatus.DECLINED, answer=call.text, answered_at=work.at
        )
        work.open(
            Opening(
                DECLINE,
                subject=thing("condition", condition.id),
                posts=posts.cosigners(condition.unit),
            )
        )


def _change_text(work: DecisionWork) -> None:
    """The new wording that comes with the answer; pending forms become stale by it."""
    changed = fields(work.call.data.get("fields"))
    if changed:
        work.apply(changed)
        work.case.version += 1
        work.case.edited_by_id = work.call.person
        # In whose name it was written counts for the four eyes as well (domain 1.3).
        work.note(**{WROTE: True})
        work.freeze("condition", now={work.look.condition.id: work.call.text})
        ask_further(work)


@act(_("accept that it is not taken over"), step="confirm_decline")
def confirm_decline(work: DecisionWork) -> None:
    """The office lives with the answer; its approval stands."""
    work.ballots.mark(work.look.condition, ConditionStatus.CONFIRMED)


@act(_("refuse because of it"), guards=[guards.text_given], step="confirm_decline")
def turn_into_refusal(work: DecisionWork) -> None:
    """The office turns its conditional approval into a refusal."""
    condition = work.look.condition
    work.ballots.mark(condition, ConditionStatus.REFUSED)
    item = next(item for item in work.scene.items if item.unit == condition.unit)
    drop_conditions(work, item.vote)
    work.ballots.cast(item, VoteChoice.REFUSED, text=work.call.text)
    tell_the_answer(work, VoteChoice.REFUSED, item.unit)


@act(_("no answer in time"))
def lapse_decline(work: DecisionWork) -> None:
    """The office let its three working days pass: the approval stands (M6)."""
    wanted = UUID(str(work.call.data["subject"]).removeprefix("condition:"))
    condition = next((c for c in work.scene.conditions if c.id == wanted), None)
    if condition is None or condition.status != ConditionStatus.DECLINED:
        return
    work.ballots.mark(condition, ConditionStatus.LAPSED)
    for task in work.scene.tasks_of("confirm_decline", thing("condition", wanted))[:1]:
        work.expire_step(task.step)


@act(_("object to a change"), guards=[guards.change_was_editorial])
def object_to_change(work: DecisionWork) -> None:
    """A change called editorial touches the office after all: it is asked again."""
    item = work.look.item
    assert item is not None, "guarded by change_was_editorial"
    drop_conditions(work, item.vote)
    ask_again(work, item)
    work.tell_turn("objected", unit=item.unit)


# --- what follows ---------------------------------------------------------------------------


def _signs_again(look: DecisionLook) -> bool:
    changed = look.is_answered and not look.has_refusal and bool(look.unsigned_changes)
    return changed and not look.scene.tasks_of("resign")


def _is_agreed(look: DecisionLook) -> bool:
    return look.is_answered and not look.has_refusal and not look.unsigned_changes


def _is_refused(look: DecisionLook) -> bool:
    return look.is_answered and look.has_refusal


@act(_("ask the head to sign again"), when=_signs_again)
def ask_to_resign(work: DecisionWork) -> None:
    """After accepted changes the head of the lead signs again (M6)."""
    work.ask_for(RESIGN)


@act(_("sign again"), guards=[guards.round_is_answered], step="resign", needs_version=True)
def resign(work: DecisionWork) -> None:
    """The head stands by the changes; material ones go to the affected units once more."""
    changes = work.look.unsigned_changes
    work.ballots.settle(changes)
    affected = {condition.unit for condition in changes if condition.material}
    if affected:
        named = {key(unit) for unit in entries(work.call.data.get("affected"))}
        start_partial_round(work, affected | named)


@act(_("co-signature complete"), when=_is_agreed)
def complete_cosigning(work: DecisionWork) -> None:
    """M6: the last answer moves the case, once."""
    work.void_answers()


@act(_("dissent"), when=_is_refused)
def open_clarification(work: DecisionWork) -> None:
    """M7: all have answered and a refusal stands."""
    work.void_answers()


@act(_("declare that there is no agreement"), guards=[reason_given])
def declare_dissent(work: DecisionWork) -> None:
    """M7: the lead sees no way to agree."""
    work.void_answers()


@act(
    _("decide on the dissent"),
    guards=[guards.outcome_given, reason_given],
    step="clarification",
    needs_version=True,
    decides=True,
)
def clarify(work: DecisionWork) -> str:
    """M8: the common superior decides in writing; the refusal stays visible in the paper."""
    work.note(outcome=work.call.data["outcome"])
    return str(S(work.call.data["outcome"]))
