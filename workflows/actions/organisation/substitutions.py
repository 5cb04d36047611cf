"""Substitutions (Vertretung)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ...calendars import local_date
from ...models import DeskHolder
from ...queries.organisation.work import left_work
from ..acts import Outcome
from ..retry import retried
from .foundation import change
from .work import move


def add_substitution(
    *,
    represented: int,
    deputy: int,
    starts_on: date,
    ends_on: date,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Let one person stand in for another, both days included. `facts["substitution"]`.

    By the absent person, the head of their unit or the organisation office, who alone may let it
    begin in the past; nobody makes themselves a deputy (403). 422 if there is already a deputy in
    that time or the deputy is away too. The deputy may do what the represented may, no more, and
    passes it on to nobody.
    """
    return change(
        "add_substitution", by=by, at=at, command=command, text=text, represented=represented,
        deputy=deputy, starts_on=starts_on, ends_on=ends_on,
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
