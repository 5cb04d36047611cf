"""What follows from the votes: answers to conditions, the next round, dissent (M6, M7, M8)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7
from viewflow import fsm

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step
from workflows.enums import ConditionStatus, ItemStatus, Participation, VoteChoice
from workflows.machine import CaseFlow, system
from workflows.models import Condition, Obligation, Unit
from workflows.queries.acting.scene import ConditionView

from ..enums import MeasureState as S
from ..rules import people, posts
from . import cosign_guards as guards
from .base import reason_given
from .cosigning import WAITING
from .lapsing import Lapsing
from .values import entries, fields, key

act = CaseFlow.state.act


def common_superior(flow: Agreeing) -> Sequence[Post]:
    """The lowest superior of the lead and of those who disagree (ThürGGO § 6; domain 1.3)."""
    ids = flow.disagreeing_units()
    others = list(Unit.objects.filter(pk__in=ids))
    lead = flow.subject.lead
    unit = (
        posts.lowest_common_superior(lead, others) if others else (lead.ancestors or [lead.pk])[-1]
    )
    return [Post((*posts.LEADERS,), unit=unit)]


class Agreeing(Lapsing):
    """From single answers to one agreed text, or to somebody above who decides."""

    clarification_step = Step(
        "clarification", _("Decide on the dissent"), common_superior, acts=("clarify",)
    )

    # --- answering conditions -----------------------------------------------------------------

    @act(
        source=S.COSIGNING,
        by=people.at_step("answer_condition", _("lead office")),
        label=_("answer the condition"),
        guards=[guards.answer_is_complete],
        step="answer_condition",
        needs_version=True,
    )
    def answer_condition(self) -> None:
        """Take a condition over (materially or editorially), or say why not."""
        condition = self._condition()
        answer = {"answer": self.call.text, "answered_at": self.call.at}
        if self.call.data["accept"]:
            self._mark(
                condition, ConditionStatus.ACCEPTED, material=self.call.data["material"], **answer
            )
            condition.material = self.call.data["material"]
            self._oblige(condition)
            self._change_text()
        else:
            self._mark(condition, ConditionStatus.DECLINED, **answer)
            self.work.open(
                Opening(
                    self.decline_step,
                    subject=f"condition:{condition.id}",
                    posts=posts.cosigners(condition.unit),
                )
            )

    def _oblige(self, condition: ConditionView) -> None:
        text = Condition.objects.values_list("text", flat=True).get(pk=condition.id)
        self.work.insert(
            Obligation(
                id=uuid7(),
                case_id=self.case.pk,
                condition_id=condition.id,
                unit_id=condition.unit,
                text=text,
                created_at=self.call.at,
            )
        )

    def _change_text(self) -> None:
        """The new wording that comes with the answer; pending forms become stale by it."""
        changed = fields(self.call.data.get("fields"))
        if changed:
            self.apply(changed)
            self.case.version += 1
            self.case.edited_by_id = self.call.actor.person
            self.freeze("condition")

    def apply(self, fields: dict[str, object]) -> None:
        """Hook: write changed fields of the text to the subject, or raise GuardsUnmet."""
        raise NotImplementedError

    @act(
        source=S.COSIGNING,
        by=people.at_step("confirm_decline", _("co-signing office")),
        label=_("accept that it is not taken over"),
        step="confirm_decline",
    )
    def confirm_decline(self) -> None:
        """The office lives with the answer; its approval stands."""
        self._mark(self._condition(), ConditionStatus.CONFIRMED)

    @act(
        source=S.COSIGNING,
        by=people.at_step("confirm_decline", _("co-signing office")),
        label=_("refuse because of it"),
        guards=[guards.text_given],
        step="confirm_decline",
    )
    def turn_into_refusal(self) -> None:
        """The office turns its conditional approval into a refusal."""
        condition = self._condition()
        self._mark(condition, ConditionStatus.REFUSED)
        item = next(item for item in self.scene.items if item.unit == condition.unit)
        for other in self.scene.conditions:
            if other.vote == item.vote:
                self._drop_condition(other)
        self._vote(item, VoteChoice.REFUSED, text=self.call.text, replaces=item.vote)

    @act(source=S.COSIGNING, by=system, label=_("no answer in time"))
    def lapse_decline(self) -> None:
        """The office let its three working days pass: the approval stands (M6)."""
        wanted = UUID(str(self.call.data["subject"]).removeprefix("condition:"))
        condition = next((c for c in self.scene.conditions if c.id == wanted), None)
        if condition is None or condition.status != ConditionStatus.DECLINED:
            return
        self._mark(condition, ConditionStatus.LAPSED)
        for task in self.scene.tasks_of("confirm_decline", f"condition:{wanted}"):
            self.work.expire_step(task.step)
            break

    @act(
        source=S.COSIGNING,
        by=people.cosigner,
        label=_("object to a change"),
        guards=[guards.change_was_editorial],
    )
    def object_to_change(self) -> None:
        """A change called editorial touches the office after all: it is asked again."""
        item = people.named_item(self)
        assert item is not None, "guarded by change_was_editorial"
        for condition in self.scene.conditions:
            if condition.vote == item.vote:
                self._drop_condition(condition)
        self.ask_again(item)

    # --- what follows -------------------------------------------------------------------------

    def cosignatures_are_final(self) -> bool:
        """Every unit whose co-signature is needed has answered, every condition is answered."""
        needed = (i for i in self.scene.items if i.participation == Participation.COSIGN)
        return all(i.status == ItemStatus.ANSWERED for i in needed) and not any(
            c.status in WAITING for c in self.scene.conditions
        )

    def has_refusal(self) -> bool:
        """Whether a refusal stands in this round."""
        return any(item.choice == VoteChoice.REFUSED for item in self.scene.items)

    def unsigned_changes(self) -> list[ConditionView]:
        """Accepted conditions whose changes the head of the lead has not signed yet."""
        return [
            c
            for c in self.scene.conditions
            if c.status == ConditionStatus.ACCEPTED and not c.is_settled
        ]

    def disagreeing_units(self) -> set[int]:
        """Who refuses, or whose conditions stand unanswered or declined."""
        refusing = {item.unit for item in self.scene.items if item.choice == VoteChoice.REFUSED}
        waiting = {c.unit for c in self.scene.conditions if c.status in WAITING}
        return refusing | waiting | self.disputed

    @act(
        source=S.COSIGNING,
        by=system,
        label=_("ask the head to sign again"),
        when=lambda flow: (
            flow.cosignatures_are_final()
            and not flow.has_refusal()
            and flow.unsigned_changes()
            and not flow.scene.tasks_of("resign")
        ),
    )
    def ask_to_resign(self) -> None:
        """After accepted changes the head of the lead signs again (M6)."""
        self.work.open(Opening(self.resign_step))

    @act(
        source=S.COSIGNING,
        by=people.at_step("resign", _("head of the lead office")),
        label=_("sign again"),
        guards=[guards.round_is_answered],
        step="resign",
        needs_version=True,
    )
    def resign(self) -> None:
        """The head stands by the changes; material ones go to the affected units once more."""
        changes = self.unsigned_changes()
        for condition in changes:
            condition.is_settled = True
        self.work.execute(
            "UPDATE workflows_condition SET settled_at = %(at)s WHERE id = ANY(%(ids)s)",
            {"at": self.call.at, "ids": [condition.id for condition in changes]},
        )
        affected = {condition.unit for condition in changes if condition.material}
        if affected:
            named = {key(unit) for unit in entries(self.call.data.get("affected"))}
            self.start_partial_round(affected | named)

    @act(
        source=S.COSIGNING,
        target=S.RELEASE,
        by=system,
        label=_("co-signature complete"),
        when=lambda flow: (
            flow.cosignatures_are_final() and not flow.has_refusal() and not flow.unsigned_changes()
        ),
    )
    def complete_cosigning(self) -> None:
        """M6: the last answer moves the case, once."""
        self.void_items()

    @act(
        source=S.COSIGNING,
        target=S.CLARIFICATION,
        by=system,
        label=_("dissent"),
        when=lambda flow: flow.cosignatures_are_final() and flow.has_refusal(),
    )
    def open_clarification(self) -> None:
        """M7: all have answered and a refusal stands."""
        self.void_items()

    @act(
        source=S.COSIGNING,
        target=S.CLARIFICATION,
        by=people.lead_head,
        label=_("declare that there is no agreement"),
        guards=[reason_given],
    )
    def declare_dissent(self) -> None:
        """M7: the lead sees no way to agree."""
        self.void_items()

    @act(
        source=S.CLARIFICATION,
        target=fsm.State.RETURN_VALUE(S.RELEASE, S.REVISION, S.EXECUTIVE_BOARD),
        by=people.at_step("clarification", _("common superior")),
        label=_("decide on the dissent"),
        guards=[guards.outcome_given, reason_given],
        step="clarification",
        needs_version=True,
    )
    def clarify(self) -> str:
        """M8: the common superior decides in writing; the refusal stays visible in the paper."""
        self.work.note(outcome=self.call.data["outcome"])
        return str(S(self.call.data["outcome"]))
