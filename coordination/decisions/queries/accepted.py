"""Conditions that the lead has taken over: a list of their own in the text of the matter (2.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict, cast

from django.utils.translation import gettext as _

from workflows.enums import ConditionStatus
from workflows.models import Condition
from workflows.untyped import Json

from .cosignatures import Round

KEY = "accepted_conditions"
"""Under this name they stand in a frozen version of the text."""


class Accepted(TypedDict):
    """An office by name, what it asked for, and what the lead said to it."""

    unit: str
    text: str
    answer: str


def accepted_of(case: int, *, now: Mapping[object, str] | None = None) -> list[Accepted]:
    """What was taken over in all rounds, by office; one statement.

    `now`: the answers of conditions that the act under way takes over, by their keys.
    """
    answers = now or {}
    rows = Condition.objects.filter(case=case).select_related("unit")
    return [
        _accepted(row, answers.get(row.pk, row.answer))
        for row in rows.order_by("unit__sort_key", "pk")
        if row.status == ConditionStatus.ACCEPTED or row.pk in answers
    ]


def accepted_in(rounds: Sequence[Round]) -> list[Accepted]:
    """The same from rounds that were read already; a vote that was carried over counts once."""
    parts = (part for round_ in rounds for part in round_.signatures)
    found = {
        condition.pk: condition
        for part in parts
        for condition in part.conditions
        if condition.status == ConditionStatus.ACCEPTED
    }
    rows = sorted(found.values(), key=lambda row: (row.unit.sort_key, row.pk))
    return [_accepted(row, row.answer) for row in rows]


def _accepted(row: Condition, answer: str) -> Accepted:
    return {"unit": row.unit.name, "text": row.text, "answer": answer}


def as_text(found: Sequence[Accepted]) -> dict[str, object]:
    """As they stand in a frozen version; nothing where there are none."""
    return {KEY: list(found)} if found else {}


def written(content: Mapping[str, object]) -> dict[str, object]:
    """A frozen version without them: the fields that somebody writes."""
    return {name: value for name, value in content.items() if name != KEY}


def in_words(row: Json | Accepted) -> str:
    """One of them as a person reads it."""
    one = cast("Accepted", row)
    words = f"{one['unit']}: {one['text']}"
    if one["answer"]:
        words += "\n" + _("Answer of the lead: %(answer)s") % {"answer": one["answer"]}
    return words
