"""The rounds of co-signature as the case page shows them: who has answered what, who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from workflows.enums import ConditionStatus, ItemStatus, Participation, SilenceEffect, VoteChoice
from workflows.models import Condition, CosignatureItem, Unit, Vote
from workflows.queries.together import Lists, Rows, Together

from ..models import CirculationEntry

_WAITING = (ItemStatus.REQUESTED, ItemStatus.RECEIVED)
# What needs attention stands above what is settled.
_ORDER = (
    VoteChoice.REFUSED,
    VoteChoice.CONDITIONAL,
    VoteChoice.NOT_RESPONSIBLE,
    VoteChoice.APPROVED,
    VoteChoice.NOTED,
    VoteChoice.NOT_AFFECTED,
    VoteChoice.DEEMED_GIVEN,
)
_TONES = {
    VoteChoice.APPROVED: "success",
    VoteChoice.CONDITIONAL: "warning",
    VoteChoice.REFUSED: "danger",
    VoteChoice.NOT_RESPONSIBLE: "warning",
}


def answer_label(choice: str, *, is_silent: bool, contributes: bool = False) -> str:
    """An answer in words; what the period's end has made of silence is nobody's signature.

    Who `contributes` has not only noted the matter but written about it.
    """
    answer = VoteChoice(choice)
    if not is_silent:
        written = contributes and answer == VoteChoice.NOTED
        return _("contribution given") if written else str(answer.label)
    words = {VoteChoice.NOTED: SilenceEffect.NOTED.label}
    return _("%(answer)s – by expiry of the period") % {"answer": words.get(answer, answer.label)}


def vote_label(vote: Vote, participation: str) -> str:
    """The same for a vote: without a person it was cast by the clock."""
    contributes = participation == Participation.CONTRIBUTE
    return answer_label(vote.choice, is_silent=vote.cast_by_id is None, contributes=contributes)


@dataclass(slots=True)
class Signature:
    """One unit's part in a round: its present answer and the ones before, its conditions."""

    item: CosignatureItem
    votes: list[Vote] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        """Who was asked."""
        return self.item.unit

    @property
    def vote(self) -> Vote | None:
        """The answer that counts; of an earlier round where it was carried over."""
        return next((vote for vote in reversed(self.votes) if vote.is_current), None)

    @property
    def earlier_votes(self) -> list[tuple[str, datetime]]:
        """Answers that were changed later in words, with their moment, the latest first."""
        earlier = (vote for vote in reversed(self.votes) if not vote.is_current)
        return [(vote_label(vote, self.item.participation), vote.cast_at) for vote in earlier]

    @property
    def is_missing(self) -> bool:
        """Whether the unit has still to answer."""
        return self.item.status in _WAITING

    @property
    def is_carried(self) -> bool:
        """Whether the answer was given in an earlier round."""
        return self.item.carried_from_id is not None

    @property
    def label(self) -> str:
        """The answer, or what has become of the question, in words."""
        if self.vote and self.item.status == ItemStatus.ANSWERED:
            return vote_label(self.vote, self.item.participation)
        return str(ItemStatus(self.item.status).label)

    @property
    def tone(self) -> str:
        """The colour of the answer."""
        if self.is_missing or self.vote is None:
            return "neutral"
        return _TONES.get(VoteChoice(self.vote.choice), "info")

    @property
    def participation_label(self) -> str:
        """How the unit takes part, in words."""
        return str(Participation(self.item.participation).label)

    def place(self) -> tuple[int, int, str]:
        """Its place in the table: missing first, then what needs attention, then by name."""
        if self.is_missing:
            return (
                0,
                list(Participation).index(Participation(self.item.participation)),
                self.unit.sort_key,
            )
        rank = _ORDER.index(VoteChoice(self.vote.choice)) if self.vote else len(_ORDER)
        waits = any(
            c.status in (ConditionStatus.OPEN, ConditionStatus.DECLINED) for c in self.conditions
        )
        return (1 if waits else 2, rank, self.unit.sort_key)


@dataclass(slots=True)
class Round:
    """One round of co-signature."""

    number: int
    signatures: list[Signature]

    @property
    def needed(self) -> list[Signature]:
        """The parts that can hold the case: co-signatures that are still valid."""
        return [
            signature
            for signature in self.signatures
            if signature.item.participation == Participation.COSIGN
            and signature.item.status != ItemStatus.VOID
        ]

    @property
    def answered(self) -> int:
        """How many of the needed answers are there."""
        return sum(not signature.is_missing for signature in self.needed)

    @property
    def silent(self) -> int:
        """How many of them nobody has given: the period has ended instead."""
        votes = (part.vote for part in self.needed if not part.is_missing)
        return sum(vote is not None and vote.cast_by_id is None for vote in votes)

    @property
    def missing(self) -> list[Signature]:
        """The needed answers that are not there."""
        return [signature for signature in self.needed if signature.is_missing]


def earlier_answer(case: int, *, unit: int, before: int) -> Vote | None:
    """What a unit answered last before a round, with its conditions."""
    votes = Vote.objects.filter(item__case=case, item__unit=unit, item__round__lt=before)
    return votes.prefetch_related("conditions").order_by("-cast_at", "-pk").first()


_PEOPLE = ("cast_by", "on_behalf_of", "desk", "names_unit")

_SENT = CirculationEntry.objects.filter(
    case=OuterRef("case"), round=OuterRef("round"), unit=OuterRef("unit")
).exclude(sent_at=None)
"""What the circulation says of an item beside the rules."""


def _items(case: int) -> QuerySet[CosignatureItem]:
    rows = CosignatureItem.objects.filter(case=case).select_related("unit", "step")
    told = {name: Subquery(_SENT.values(name)) for name in ("words", "spared_because")}
    return rows.annotate(**told).order_by("-round")


ROUNDS: Mapping[str, Rows] = {
    "items": _items,
    "votes": lambda case: (
        Vote.objects.filter(item__case=case).select_related(*_PEOPLE).order_by("cast_at", "pk")
    ),
    "conditions": lambda case: (
        Condition.objects.filter(case=case)
        .select_related("obligation", "unit")
        .order_by("vote__cast_at", "pk")
    ),
}
"""What rounds are made of, by the key of the case: to be read together with what else a page shows.
"""

_ROUNDS = Together(**ROUNDS)


def rounds_of(case: int) -> list[Round]:
    """All rounds, the latest first; one statement, whatever the number of offices."""
    return rounds_in(_ROUNDS.read(case, ROUNDS))


def rounds_in(found: Lists) -> list[Round]:
    """The same from the rows of ROUNDS."""
    return _rounds(found["items"], found["votes"], found["conditions"])


def _rounds(
    items: Sequence[CosignatureItem], votes: Sequence[Vote], conditions: Sequence[Condition]
) -> list[Round]:
    found: dict[int, Round] = {}
    for item in items:
        sources = {item.pk, item.carried_from_id}
        signature = Signature(item, [vote for vote in votes if vote.item_id in sources])
        keys: set[UUID] = {vote.pk for vote in signature.votes}
        signature.conditions = [
            condition
            for condition in conditions
            if condition.vote_id in keys and condition.status != ConditionStatus.VOID
        ]
        found.setdefault(item.round, Round(item.round, [])).signatures.append(signature)
    for round_ in found.values():
        round_.signatures.sort(key=Signature.place)
    return list(found.values())
