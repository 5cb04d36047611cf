"""Substitutions (Vertretung)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ...calendars import local_date
from ...models import DeskHolder
from ...queries.people.work import left_work
from ..acting.acts import Outcome
from ..wire.retry import retried
from .foundation import change
from .work import move


@dataclass(frozen=True, slots=True)
class Deputy:
    """One deputy: a person, and the steps for which they stand in (none: for all)."""

    person: int
    steps: Sequence[str] = ()


def add_substitution(
    *,
    represented: int,
    deputy: int,
    starts_on: date,
    ends_on: date,
    steps: Sequence[str] = (),
    further: Sequence[Deputy] = (),
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Let others stand in for a person, both days included. `facts["substitution"]`, `["further"]`.

    Of `deputy` and the `further` ones, in this order, the first who is there acts; who has `steps`
    only on such tasks. By the absent person, the head of their unit or the organisation office, who
    alone may let it begin in the past; nobody makes themselves a deputy (403). 422 if that place
    is taken in that time, or a deputy is named twice or away the whole time. A deputy may do
    what the represented may, no more, and passes it on to nobody.
    """
    return change(
        "add_substitution", by=by, at=at, command=command, text=text, represented=represented,
        deputy=deputy, steps=list(steps), starts_on=starts_on, ends_on=ends_on,
        further=[{"deputy": other.person, "steps": list(other.steps)} for other in further],
    )  # fmt: skip


@retried
def revoke_substitution(
    *,
    substitution: int,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """End a substitution at once; what the deputy had claimed there is free again."""
    with transaction.atomic():
        outcome = change(
            "revoke_substitution", by=by, at=at, command=command, text=text,
            substitution=substitution,
        )  # fmt: skip
        if not outcome.replayed:
            today = local_date(at)
            held = DeskHolder.objects.in_force(on=today).filter(person=outcome.facts["represented"])
            desks = list(held.values_list("desk", flat=True))
            move(left_work(on=today, desks=desks), at=at)
    return outcome
