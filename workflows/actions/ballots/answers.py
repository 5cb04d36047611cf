"""Answers of offices: the only writer of co-signature items, votes, conditions, obligations.

Each change is kept twice: as a row or statement that waits for the end of the act, and in the
scene, so that whatever follows in the act sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from uuid_utils.compat import uuid7

from ...enums import ConditionStatus, ItemStatus, VoteChoice
from ...machine import ConditionView, ItemView
from ...models import Condition, CosignatureItem, Obligation, Question, Vote
from ..acting.work import Opening, Work

OPEN_ITEMS = (ItemStatus.REQUESTED, ItemStatus.RECEIVED)
"""An office that was asked and has not answered."""


class Asked(Protocol):
    """An office that has to be asked: how, why, and what its silence means."""

    @property
    def unit(self) -> int: ...

    @property
    def participation(self) -> str: ...

    @property
    def silence(self) -> str: ...

    @property
    def reason(self) -> str: ...


class Ballots:
    """The answers in one case, as one unit of work changes them."""

    def __init__(self, work: Work) -> None:
        self._work, self._scene = work, work.scene

    # --- rounds ---------------------------------------------------------------------------

    def begin_round(self) -> None:
        """A new round, in which nobody is asked yet."""
        self._work.case.round += 1
        self._scene.items, self._scene.conditions = [], []

    def ask(self, asked: Iterable[Asked], opening: Callable[[UUID, Asked], Opening]) -> None:
        """Ask these offices in the present round; `opening` is the step for an item's key."""
        self._add([(self._row(who), who) for who in asked], opening)

    def renew(
        self,
        items: Iterable[ItemView],
        *,
        again: Container[int],
        opening: Callable[[UUID, Asked], Opening],
    ) -> None:
        """Carry the answers of an earlier round on, and ask those units that answer `again`.

        Whoever was asked first stays the first, whatever became of their answer.
        """
        rows = [(self._row(item), item) for item in items]
        for row, item in rows:
            if item.unit not in again:
                row.status, row.carried_from_id = item.status, item.origin
        self._add(rows, opening)

    def _row(self, who: Asked) -> CosignatureItem:
        return CosignatureItem(
            case_id=self._work.case.pk,
            round=self._work.case.round,
            unit_id=who.unit,
            participation=who.participation,
            silence=who.silence,
            reason=who.reason,
            requested_at=self._work.at,
        )

    def _add(
        self,
        rows: Sequence[tuple[CosignatureItem, Asked]],
        opening: Callable[[UUID, Asked], Opening],
    ) -> None:
        steps = {row.pk: opening(row.pk, who) for row, who in rows if row.carried_from_id is None}
        opened = self._work.open(*steps.values())
        for row, who in rows:
            if row.pk in steps:
                row.step_id = opened[steps[row.pk].subject]
            self._work.insert(row)
            self._scene.items.append(_item_view(row, who))

    def ask_again(self, item: ItemView, who: Asked, opening: Opening) -> None:
        """Let a unit that has answered answer once more, now asked as `who` says."""
        step = self._work.open(opening)[opening.subject]
        self._withdraw(item.vote)
        self._change(
            item, step=step, status=ItemStatus.REQUESTED, vote=None, choice="",
            participation=who.participation, silence=who.silence,
        )  # fmt: skip
        # In the order of the act: the round may end with it, and with it this item.
        self._work.execute(
            "UPDATE workflows_cosignatureitem SET status = 'requested', carried_from_id = NULL,"
            " received_at = NULL, participation = %(participation)s, silence = %(silence)s"
            " WHERE id = %(id)s",
            {"participation": who.participation, "silence": who.silence, "id": item.id},
        )
        self._work.bind(CosignatureItem, item.id, "status", ItemStatus.REQUESTED, None)
        self._work.bind(CosignatureItem, item.id, "how", who.participation, who.silence)
        # After the insertions: the item points at a step that this act opens.
        self._work.batch.last(
            "UPDATE workflows_cosignatureitem SET step_id = %(step)s WHERE id = %(id)s",
            {"step": step, "id": item.id},
        )
        self._work.note(item=str(item.id))

    def receive(self, step: UUID) -> None:
        """Somebody of the unit that this step asks has its question in hand (domain 2.3)."""
        for item in list(self._scene.items):
            if item.step == step and item.status == ItemStatus.REQUESTED:
                self._change(item, status=ItemStatus.RECEIVED)
                self._work.execute(
                    "UPDATE workflows_cosignatureitem SET status = 'received',"
                    " received_at = %(at)s WHERE id = %(id)s",
                    {"at": self._work.at, "id": item.id},
                )
                self._work.bind(CosignatureItem, item.id, "status", ItemStatus.RECEIVED, None)

    def void_open(self) -> None:
        """Whoever has not answered is no longer needed."""
        for item in self._scene.items:
            if item.status in OPEN_ITEMS:
                self._work.bind(CosignatureItem, item.id, "status", ItemStatus.VOID, None)
        self._scene.items = [
            replace(item, status=ItemStatus.VOID) if item.status in OPEN_ITEMS else item
            for item in self._scene.items
        ]
        for row in self._work.batch.pending(CosignatureItem):
            if row.status in OPEN_ITEMS:
                row.status = ItemStatus.VOID
        self._work.execute(
            "UPDATE workflows_cosignatureitem SET status = 'void'"
            " WHERE case_id = %(case)s AND status IN ('requested', 'received')",
            {"case": self._work.case.pk},
        )

    def spare(self, unit: int) -> None:
        """This unit need not answer any more: it has the lead now, and nobody signs for itself."""
        for item in list(self._scene.items):
            if item.unit == unit and item.status in OPEN_ITEMS:
                if item.step is not None:
                    self._work.void_step(item.step)
                self._change(item, status=ItemStatus.VOID)
                self._work.execute(
                    "UPDATE workflows_cosignatureitem SET status = 'void' WHERE id = %(id)s",
                    {"id": item.id},
                )
                self._work.bind(CosignatureItem, item.id, "status", ItemStatus.VOID, None)

    def dispute(self, units: Iterable[int]) -> None:
        """These offices named each other too often: somebody above has to say who answers."""
        self._scene.disputed = frozenset(units)

    # --- votes ----------------------------------------------------------------------------

    def cast(
        self, item: ItemView, choice: VoteChoice, *, text: str, names_unit: int | None = None
    ) -> Vote:
        """The answer of a unit by the person who acts; an earlier one is kept and replaced."""
        capacity = self._work.call.capacity
        assert capacity is not None, "only persons vote"
        if not item.carried:
            self._withdraw(item.vote)
        vote = Vote(
            item_id=item.id,
            choice=choice,
            text=text,
            cast_by_id=self._work.call.person,
            on_behalf_of_id=capacity.holder if capacity.is_deputy else None,
            desk_id=capacity.desk,
            cast_at=self._work.at,
            names_unit_id=names_unit,
            replaces_id=item.vote,
        )
        self._work.insert(vote)
        self._work.execute(
            "UPDATE workflows_cosignatureitem SET status = 'answered', carried_from_id = NULL,"
            " received_at = COALESCE(received_at, %(at)s) WHERE id = %(id)s",
            {"at": self._work.at, "id": item.id},
        )
        self._work.bind(CosignatureItem, item.id, "status", ItemStatus.ANSWERED, None)
        self._answered(item, vote)
        return vote

    def take_silence(self, item: ItemView, choice: VoteChoice) -> None:
        """What the end of the period makes of no answer; nobody has signed."""
        vote = Vote(item_id=item.id, choice=choice, cast_at=self._work.at)
        self._work.insert(vote)
        self._work.execute(
            "UPDATE workflows_cosignatureitem SET status = 'answered' WHERE id = %(id)s",
            {"id": item.id},
        )
        carried_from = item.origin if item.carried else None
        self._work.bind(CosignatureItem, item.id, "status", ItemStatus.ANSWERED, carried_from)
        if item.step is not None:
            self._work.expire_step(item.step)
        self._answered(item, vote)

    def _withdraw(self, vote: UUID | None) -> None:
        if vote is not None:
            self._work.execute(
                "UPDATE workflows_vote SET is_current = false WHERE id = %(id)s", {"id": vote}
            )
            self._work.bind(Vote, vote, "current", False)  # noqa: FBT003 - the column's value

    def _answered(self, item: ItemView, vote: Vote) -> None:
        choice = VoteChoice(vote.choice).value
        self._change(
            item, vote=vote.pk, choice=choice, status=ItemStatus.ANSWERED, carried=False,
            origin=item.id, answered_at_desk=vote.desk_id,
        )  # fmt: skip
        self._work.note(item=str(item.id), unit=item.unit, choice=choice, vote=str(vote.pk))

    def _change(self, item: ItemView, **values: Any) -> None:  # as `replace` takes them
        changed = replace(item, **values)
        items = self._scene.items
        self._scene.items = [changed if one.id == item.id else one for one in items]

    # --- conditions -----------------------------------------------------------------------

    def set_condition(self, vote: Vote, item: ItemView, text: str) -> UUID:
        """A condition of a vote; its key."""
        row = Condition(
            id=uuid7(),
            case_id=self._work.case.pk,
            vote_id=vote.pk,
            unit_id=item.unit,
            round=self._work.case.round,
            text=text,
        )
        self._work.insert(row)
        self._scene.conditions.append(
            ConditionView(row.pk, vote.pk, item.unit, row.status, None, item.id, is_settled=False)
        )
        return row.pk

    def mark(
        self,
        condition: ConditionView,
        status: ConditionStatus,
        *,
        answer: str | None = None,
        answered_at: datetime | None = None,
        material: bool | None = None,
    ) -> None:
        """What has become of a condition; what is not given stays as it is."""
        self._work.execute(
            "UPDATE workflows_condition SET status = %(status)s,"
            " answer = COALESCE(%(answer)s, answer), material = COALESCE(%(material)s, material),"
            " answered_at = COALESCE(%(answered_at)s, answered_at) WHERE id = %(id)s",
            {
                "status": status.value,
                "id": condition.id,
                "answer": answer,
                "answered_at": answered_at,
                "material": material,
            },
        )
        known = condition.material if material is None else material
        self._work.bind(Condition, condition.id, "status", status)
        if answer is not None:
            self._work.bind(Condition, condition.id, "answer", answer, answered_at, known)
        self._change_conditions([condition], status=status.value, material=known)
        self._work.note(condition=str(condition.id), status=status.value)

    def settle(self, conditions: Sequence[ConditionView]) -> None:
        """The lead stands by the changes that these conditions asked for."""
        self._work.execute(
            "UPDATE workflows_condition SET settled_at = %(at)s WHERE id = ANY(%(ids)s)",
            {"at": self._work.at, "ids": [condition.id for condition in conditions]},
        )
        for condition in conditions:
            self._work.bind(Condition, condition.id, "settled", self._work.at)
        self._change_conditions(conditions, is_settled=True)

    def _change_conditions(
        self, changed: Iterable[ConditionView], **values: Any
    ) -> None:  # as `replace` takes them
        keys = {condition.id for condition in changed}
        self._scene.conditions = [
            replace(one, **values) if one.id in keys else one for one in self._scene.conditions
        ]

    # --- obligations ----------------------------------------------------------------------

    def oblige(self, condition: ConditionView) -> None:
        """The city binds itself to an accepted condition."""
        text = Condition.objects.values_list("text", flat=True).get(pk=condition.id)
        self._work.insert(
            Obligation(
                id=uuid7(),
                case_id=self._work.case.pk,
                condition_id=condition.id,
                unit_id=condition.unit,
                text=text,
                created_at=self._work.at,
            )
        )

    def fulfil(self, obligation: Obligation, *, evidence: str) -> None:
        """What was promised is done. Written at once: what follows asks whether all is done."""
        Obligation.objects.filter(pk=obligation.pk).update(
            fulfilled_at=self._work.at, fulfilled_by=self._work.call.person, evidence=evidence
        )
        done = (self._work.at, self._work.call.person, evidence)
        self._work.bind(Obligation, obligation.pk, "done", *done)
        self._work.note(obligation=str(obligation.pk))

    # --- questions ------------------------------------------------------------------------

    def put_question(self, item: ItemView | None, text: str) -> UUID:
        """A question before voting, by the person who acts; its key."""
        capacity = self._work.call.capacity
        assert capacity is not None, "only persons ask"
        question = Question(
            id=uuid7(),
            case_id=self._work.case.pk,
            item_id=item.id if item else None,
            desk_id=capacity.desk,
            asked_by_id=self._work.call.person,
            asked_at=self._work.at,
            text=text,
        )
        self._work.insert(question)
        self._work.note(question=str(question.pk))
        return question.pk

    def answer_question(self, question: UUID, text: str) -> int:
        """The lead's answer; returns who had asked."""
        asked_by = Question.objects.values_list("asked_by", flat=True).get(pk=question)
        self._work.execute(
            "UPDATE workflows_question SET answered_by_id = %(by)s, answered_at = %(at)s,"
            " answer = %(text)s WHERE id = %(id)s",
            {
                "by": self._work.call.person,
                "at": self._work.at,
                "text": text,
                "id": question,
            },
        )
        said = (self._work.call.person, self._work.at, text)
        self._work.bind(Question, question, "answer", *said)
        self._work.note(question=str(question))
        return asked_by


def _item_view(row: CosignatureItem, who: Asked) -> ItemView:
    if isinstance(who, ItemView) and row.carried_from_id is not None:
        return replace(who, id=row.pk, step=None, carried=True)
    return ItemView(
        row.pk,
        row.unit_id,
        row.step_id,
        row.participation,
        row.status,
        row.silence,
        row.reason,
        carried=False,
    )
