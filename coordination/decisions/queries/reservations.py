"""What an office did not agree to, or did not say: it stays visible in the paper (M8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from workflows.enums import ConditionStatus, ItemStatus, VoteChoice
from workflows.models import Condition, CosignatureItem, Event, Vote

from ..models import TextVersion
from .cosignatures import answer_label

KEY = "reservations"
"""Under this name they stand in the text of a paper."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """An office by name, its answer, whether only its silence gave it, and its words."""

    unit: str
    answer: str
    is_silent: bool
    text: str

    @property
    def label(self) -> str:
        """The answer in words."""
        return answer_label(self.answer, is_silent=self.is_silent)


def reservations_of(case: int, *, number: int) -> list[Reservation]:
    """Refusals, conditions not taken over and silence of a round, by office."""
    asked = CosignatureItem.objects.filter(case=case, round=number, status=ItemStatus.ANSWERED)
    origins = asked.annotate(origin=Coalesce("carried_from", "pk")).values("origin")
    votes = Vote.objects.filter(
        Q(choice=VoteChoice.REFUSED) | Q(cast_by=None), item__in=origins, is_current=True
    ).select_related("item__unit")
    found = [
        Reservation(vote.item.unit.name, vote.choice, vote.cast_by_id is None, vote.text)
        for vote in votes
    ]
    waiting = (ConditionStatus.OPEN, ConditionStatus.DECLINED)
    conditions = Condition.objects.filter(case=case, round=number, status__in=waiting)
    found += [
        Reservation(c.unit.name, VoteChoice.CONDITIONAL.value, is_silent=False, text=c.text)
        for c in conditions.select_related("unit").order_by("pk")
    ]
    return sorted(found, key=lambda one: one.unit)


def as_text(found: Sequence[Reservation]) -> dict[str, object]:
    """As they stand in the text of a paper; nothing where there are none."""
    return {KEY: [asdict(one) for one in found]} if found else {}


def in_text(text: Mapping[str, object]) -> list[Reservation]:
    """Those that stand in the text of a paper."""
    kept: Any = text.get(KEY, ())
    return [Reservation(**one) for one in kept]


def is_clarified(case: int) -> bool:
    """Whether a superior decided on a dissent since all offices were last asked."""
    rounds = TextVersion.objects.filter(case=case, occasion="round").order_by("-number")
    began = Coalesce(Subquery(rounds.values("number")[:1]), 0)
    return Event.objects.filter(case=case, action="clarify", seq__gt=began).exists()
