"""Which answers still hold when a revised text goes round again (domain 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflows.enums import ItemStatus, VoteChoice
from workflows.machine import ItemView
from workflows.models import Event
from workflows.untyped import Json

from ..models import TextVersion
from ..rules.asking import ADDED, NAMED_BY_LEAD
from ..rules.looks import WAITING, DecisionLook
from ..rules.predicates import Participant
from .values import entries, key, said

EDITORIAL, MATERIAL = "editorial", "material"
OF_COST = ("has_cost", "cost_above_silence")
"""The rules that ask an office because of the money."""


def changed_since_round(look: DecisionLook) -> frozenset[str]:
    """The fields that say something else than when the offices were last asked."""
    last = TextVersion.objects.filter(case=look.case.pk, occasion="round").order_by("-number")
    before, now = last.values_list("content", flat=True).first() or {}, look.text
    return frozenset(name for name in now if said(before.get(name)) != said(now[name]))


def affected_units(data: Json) -> list[int]:
    """The offices that the lead names as touched by a change."""
    return sorted({key(unit) for unit in entries(data.get("affected"))})


def standing_answers(look: DecisionLook, asked: Iterable[Participant]) -> Sequence[ItemView]:
    """The answers of the last round that carry over to the next one.

    Where the lead has said how deep the change goes: an editorial one touches nobody, a material
    one the offices named, those who refused, and for its sums those asked because of the money.
    Whoever's condition is not settled is asked in any case. Where nobody had to say it, nothing
    carries over.
    """
    declared = _declared(look.case.pk)
    if declared.get("change") not in (EDITORIAL, MATERIAL):
        return []
    touched = _unsettled(look)
    if declared["change"] == MATERIAL:
        touched |= {*declared.get("affected", ()), *_refusing(look), *_paying(look)}
    required = {who.unit: who.participation for who in asked}
    return [
        item
        for item in look.scene.items
        if item.status == ItemStatus.ANSWERED
        and item.unit not in touched
        and (
            item.participation == required[item.unit]
            if item.unit in required
            else item.reason in (NAMED_BY_LEAD, ADDED)
        )
    ]


def _declared(case: int) -> Json:
    """What the lead said when it submitted the text last."""
    submitted = Event.objects.filter(case=case, action="submit").order_by("-seq")
    return submitted.values_list("data", flat=True).first() or {}


def _unsettled(look: DecisionLook) -> set[int]:
    changes = (c for c in look.unsigned_changes if c.material)
    waiting = (c for c in look.scene.conditions if c.status in WAITING)
    return {condition.unit for condition in (*changes, *waiting)}


def _refusing(look: DecisionLook) -> set[int]:
    return {item.unit for item in look.scene.items if item.choice == VoteChoice.REFUSED}


def _paying(look: DecisionLook) -> set[int]:
    if not changed_since_round(look) & look.sums:
        return set()
    return {item.unit for item in look.scene.items if item.reason in OF_COST}
