"""Parallel co-signature: the offices answer, the lead answers their conditions (M6, M7, 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from workflows.actions.acting.work import Opening
from workflows.definitions import Step
from workflows.enums import ConditionStatus, ItemStatus, SilenceEffect, StepMode, VoteChoice
from workflows.machine import CaseFlow
from workflows.models import Condition, CosignatureItem, Question, Vote
from workflows.queries.acting.scene import ConditionView, ItemView
from workflows.queries.people.routes import cosign_rules_of
from workflows.refusals import AlreadyVoted, Conflict

from ..enums import MeasureState as S
from ..rules import people, posts
from ..rules.predicates import Participant, participants
from . import cosign_guards as guards
from .checking import Checking
from .values import key

act = CaseFlow.state.act

WAITING = (ConditionStatus.OPEN, ConditionStatus.DECLINED)
"""A condition that somebody still has to answer."""


class Cosigning(Checking):
    """Each office asked answers once per round; the last answer moves the case."""

    cosign_step = Step(
        "cosign",
        _("Co-sign"),
        lambda flow: [post for item in flow.scene.items for post in posts.cosigners(item.unit)],
        acts=("vote", "ask_question", "ask_for_time"),
        period="cosigning",
    )
    condition_step = Step(
        "answer_condition",
        _("Answer a condition"),
        posts.lead_staff,
        acts=("answer_condition",),
        period="condition_answer",
    )
    decline_step = Step(
        "confirm_decline",
        _("Accept that a condition is not taken over, or refuse"),
        lambda flow: [
            post
            for unit in sorted({condition.unit for condition in flow.scene.conditions})
            for post in posts.cosigners(unit)
        ],
        acts=("confirm_decline", "turn_into_refusal"),
        period="condition_confirmation",
        effect="lapse_decline",
    )
    resign_step = Step(
        "resign",
        _("Sign again after changes"),
        posts.lead_head,
        acts=("resign", "send_back"),
        mode=StepMode.ANY,
        period="condition_answer",
    )
    question_step = Step(
        "answer_question",
        _("Answer a question"),
        posts.lead_staff,
        acts=("answer_question",),
        period="condition_answer",
    )

    # --- rounds -----------------------------------------------------------------------------

    def start_round(self) -> None:
        """Ask all units that the route obliges us to ask, in a new round with full periods."""
        self.case.round += 1
        self.freeze("round")
        rules = cosign_rules_of(self.case.route_id)
        asked = participants(self.subject, rules, self.limits, on=self.call.today)
        self.scene.items, self.scene.conditions = [], []
        self._ask(asked)

    def start_partial_round(self, affected: Iterable[int]) -> None:
        """A new round for the affected units and those that have not answered yet.

        The other votes carry over and are marked.
        """
        again = set(affected)
        kept = [i for i in self.scene.items if i.vote is not None and i.unit not in again]
        asked = [
            Participant(item.unit, item.participation, item.silence, item.reason)
            for item in self.scene.items
            if item not in kept
        ]
        for task in self.scene.tasks_of("cosign"):
            self.work.void_step(task.step)
        self.void_items()
        self.case.round += 1
        self.freeze("round")
        self.scene.items, self.scene.conditions = [], []
        for item in kept:
            self._carry(item)
        self._ask(asked)

    def _ask(self, asked: Iterable[Participant]) -> None:
        rows = [
            CosignatureItem(
                case_id=self.case.pk,
                round=self.case.round,
                unit_id=who.unit,
                participation=who.participation,
                silence=who.silence,
                reason=who.reason,
                requested_at=self.call.at,
            )
            for who in asked
        ]
        self._open_items(rows)
        for row in rows:
            self.work.insert(row)
            self.scene.items.append(
                ItemView(
                    row.pk,
                    row.unit_id,
                    row.step_id,
                    row.participation,
                    row.status,
                    row.silence,
                    row.reason,
                    carried=False,
                )
            )

    def _open_items(self, rows: list[CosignatureItem]) -> None:
        urgent = self.work.periods.get("cosigning_urgent") if self.subject.is_urgent else None
        opened = self.work.open(
            *(
                Opening(
                    self.cosign_step,
                    subject=f"item:{row.pk}",
                    posts=posts.cosigners(row.unit_id),
                    period=urgent,
                    effect=self.silence_effect(row.silence),
                )
                for row in rows
            )
        )
        for row in rows:
            row.step_id = opened[f"item:{row.pk}"]

    @staticmethod
    def silence_effect(silence: str) -> str:
        """The act of the clock at the end of the period; none where silence means nothing."""
        return "" if silence == SilenceEffect.NONE else "lapse_vote"

    def _carry(self, item: ItemView) -> None:
        row = CosignatureItem(
            case_id=self.case.pk,
            round=self.case.round,
            unit_id=item.unit,
            participation=item.participation,
            silence=item.silence,
            reason=item.reason,
            status=item.status,
            requested_at=self.call.at,
            carried_from_id=item.origin,
        )
        self.work.insert(row)
        self.scene.items.append(
            ItemView(
                row.pk,
                item.unit,
                None,
                item.participation,
                item.status,
                item.silence,
                item.reason,
                carried=True,
                vote=item.vote,
                choice=item.choice,
                origin=item.origin,
            )
        )

    def on_enter(self) -> None:
        """A round begins whenever co-signature is entered."""
        super().on_enter()
        if self.case.state == S.COSIGNING:
            self.start_round()

    def too_late(self, conflict: type[Conflict]) -> Conflict:
        """A unit that has answered learns that it can change its answer."""
        return super().too_late(AlreadyVoted if self.call.name == "vote" else conflict)

    # --- votes ------------------------------------------------------------------------------

    @act(
        source=S.COSIGNING,
        by=people.four_eyes(people.at_step("cosign", _("co-signing office"))),
        label=_("co-sign"),
        guards=[guards.vote_is_complete],
        step="cosign",
        needs_version=True,
    )
    def vote(self) -> None:
        """The unit's answer; a unit votes once per round."""
        item = self._item_of_task()
        self._cast(item, replaces=None)

    @act(
        source=S.COSIGNING,
        by=people.four_eyes(people.cosigner),
        label=_("change the answer"),
        guards=[guards.vote_exists, guards.vote_is_complete],
        needs_version=True,
    )
    def change_vote(self) -> None:
        """An act of its own until the round closes; both answers are kept."""
        item = people.named_item(self)
        assert item is not None, "guarded by vote_exists"
        for condition in self.scene.conditions:
            if condition.vote == item.vote:
                self._drop_condition(condition)
        self._cast(item, replaces=item.vote)

    def _cast(self, item: ItemView, *, replaces: UUID | None) -> None:
        choice = self.call.value("choice", VoteChoice)
        vote = self._vote(item, choice, text=self.call.text, replaces=replaces)
        for text in guards.condition_texts(self):
            self._set_condition(vote, item, text)
        if choice == VoteChoice.NOT_RESPONSIBLE:
            self._ask_named(item)

    def _ask_named(self, item: ItemView) -> None:
        """Another office answers instead, with a fresh full period."""
        self._ask([Participant(self._named_unit(), item.participation, item.silence, "named")])

    def _named_unit(self) -> int:
        return key(self.call.data.get("names_unit"))

    def _vote(
        self, item: ItemView, choice: VoteChoice, *, text: str, replaces: UUID | None
    ) -> Vote:
        capacity = self.call.capacity
        assert capacity is not None, "only persons vote"
        if replaces and not item.carried:
            self.work.execute(
                "UPDATE workflows_vote SET is_current = false WHERE id = %(id)s", {"id": replaces}
            )
        vote = Vote(
            item_id=item.id,
            choice=choice,
            text=text,
            cast_by_id=self.call.actor.person,
            on_behalf_of_id=capacity.holder if capacity.is_deputy else None,
            desk_id=capacity.desk,
            cast_at=self.call.at,
            names_unit_id=self._named_unit() if choice == VoteChoice.NOT_RESPONSIBLE else None,
            replaces_id=replaces,
        )
        self.work.insert(vote)
        self.work.execute(
            "UPDATE workflows_cosignatureitem SET status = 'answered', carried_from_id = NULL,"
            " received_at = COALESCE(received_at, %(at)s) WHERE id = %(id)s",
            {"at": self.call.at, "id": item.id},
        )
        item.vote, item.choice, item.status = vote.pk, choice.value, ItemStatus.ANSWERED
        item.carried, item.origin = False, item.id
        self.work.note(item=str(item.id), unit=item.unit, choice=choice.value, vote=str(vote.pk))
        return vote

    def _item_of_task(self) -> ItemView:
        task = self.call.task
        assert task is not None, "the step's act has a task"
        item = self.scene.item(UUID(task.subject.removeprefix("item:")))
        assert item is not None, "an open co-signature task has an item of this round"
        return item

    # --- questions --------------------------------------------------------------------------

    @act(
        source=S.COSIGNING,
        by=people.cosigner,
        label=_("ask a question"),
        guards=[guards.item_is_open, guards.text_given],
    )
    def ask_question(self) -> None:
        """A question is no vote and does not stop the clock."""
        item, capacity = people.named_item(self), self.call.capacity
        assert capacity is not None, "only persons ask"
        question = Question(
            id=uuid7(),
            case_id=self.case.pk,
            item_id=item.id if item else None,
            desk_id=capacity.desk,
            asked_by_id=self.person_id(),
            asked_at=self.call.at,
            text=self.call.text,
        )
        self.work.insert(question)
        self.work.open(Opening(self.question_step, subject=f"question:{question.pk}"))
        self.work.note(question=str(question.pk))

    @act(
        source=S.COSIGNING,
        by=people.at_step("answer_question", _("lead office")),
        label=_("answer the question"),
        guards=[guards.text_given],
        step="answer_question",
    )
    def answer_question(self) -> None:
        """The lead answers; whoever asked is told."""
        question = self._subject_id("question")
        asked_by = Question.objects.values_list("asked_by", flat=True).get(pk=question)
        self.work.execute(
            "UPDATE workflows_question SET answered_by_id = %(by)s, answered_at = %(at)s,"
            " answer = %(text)s WHERE id = %(id)s",
            {
                "by": self.call.actor.person,
                "at": self.call.at,
                "text": self.call.text,
                "id": question,
            },
        )
        self.work.tell_people("question_answered", [asked_by])
        self.work.note(question=str(question))

    def _subject_id(self, kind: str) -> UUID:
        task = self.call.task
        assert task is not None, "the step's act has a task"
        return UUID(task.subject.removeprefix(f"{kind}:"))

    # --- conditions -------------------------------------------------------------------------

    def _set_condition(self, vote: Vote, item: ItemView, text: str) -> None:
        row = Condition(
            id=uuid7(),
            case_id=self.case.pk,
            vote_id=vote.pk,
            unit_id=item.unit,
            round=self.case.round,
            text=text,
        )
        self.work.insert(row)
        self.scene.conditions.append(
            ConditionView(row.pk, vote.pk, item.unit, row.status, None, item.id, is_settled=False)
        )
        self.work.open(Opening(self.condition_step, subject=f"condition:{row.pk}"))

    def _drop_condition(self, condition: ConditionView) -> None:
        """Let go of a condition that waits for an answer; one that was settled stays as it is."""
        if condition.status not in WAITING:
            return
        self._mark(condition, ConditionStatus.VOID)
        for task in list(self.scene.tasks):
            if task.subject == f"condition:{condition.id}":
                self.work.void_step(task.step)

    def _mark(self, condition: ConditionView, status: ConditionStatus, **more: Any) -> None:
        condition.status = status.value
        values = {"answer": None, "answered_at": None, "material": None, **more}
        self.work.execute(
            "UPDATE workflows_condition SET status = %(status)s,"
            " answer = COALESCE(%(answer)s, answer), material = COALESCE(%(material)s, material),"
            " answered_at = COALESCE(%(answered_at)s, answered_at) WHERE id = %(id)s",
            {"status": status.value, "id": condition.id, **values},
        )
        self.work.note(condition=str(condition.id), status=status.value)

    def _condition(self) -> ConditionView:
        wanted = self._subject_id("condition")
        return next(item for item in self.scene.conditions if item.id == wanted)
