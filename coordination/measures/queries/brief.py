"""What whoever decides must know first: the dissent and the last reason, from what was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.enums import ConditionStatus, ItemStatus, VoteChoice

from ...decisions.queries.cosignatures import Round, Signature
from .timeline import Entry

ASKING = frozenset(
    {"ask_agreement", "decline_agreement", "ask_pause", "decline_pause", "board_dissents"}
    | {"decline_funds", "ask_funds_again", "propose_completion", "decline_completion"}
)
"""Acts that move nothing but give the reason for what somebody else decides now."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Where an office and the lead differ, and what each of them says."""

    unit: str
    what: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands between the offices, how many of them have not answered, why it came here."""

    asked: bool
    missing: int
    disputes: Sequence[Dispute]
    reason: Entry | None


def brief_of(rounds: Sequence[Round], entries: Sequence[Entry]) -> Brief:
    """The brief of a case from its rounds and its events, the latest of both first."""
    latest = rounds[0] if rounds else None
    return Brief(
        asked=latest is not None,
        missing=len(latest.missing) if latest else 0,
        disputes=[found for part in latest.signatures for found in _disputes(part)]
        if latest
        else [],
        reason=next((entry for entry in entries if _gives_reason(entry)), None),
    )


def _disputes(part: Signature) -> Iterator[Dispute]:
    vote, name = part.vote, part.unit.name
    if vote and vote.choice == VoteChoice.REFUSED and part.item.status == ItemStatus.ANSWERED:
        yield Dispute(name, part.label, vote.text)
    for condition in part.conditions:
        if condition.status == ConditionStatus.DECLINED:
            yield Dispute(name, _("condition not taken over"), condition.text, condition.answer)
        elif condition.status == ConditionStatus.OPEN:
            yield Dispute(name, _("condition without an answer"), condition.text)


def _gives_reason(entry: Entry) -> bool:
    return bool(entry.text) and (bool(entry.target) or entry.action in ASKING)
