"""Units: made, changed, moved in the tree, ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ..acting.acts import Outcome, Request, act
from ..wire.retry import retried
from .foundation import change


def create_unit(
    *,
    name: str,
    short_name: str,
    kind: str,
    valid_from: date,
    key: str = "",
    parent: int | None = None,
    function: str = "",
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Make a unit below `parent` (None: a root). `facts["unit"]` is its id; without a key it gets
    one that is free.

    422 for a key or function that another unit has, and a parent that has ended.
    """
    return change(
        "create_unit", by=by, at=at, command=command, text=text, key=key, name=name,
        short_name=short_name, kind=kind, function=function, parent=parent, valid_from=valid_from,
    )  # fmt: skip


def change_unit(
    *,
    unit: int,
    name: str,
    short_name: str,
    kind: str,
    parent: int | None,
    function: str,
    by: int | None,
    at: datetime,
    seen: str = "",
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Give a unit these values; with another parent its whole subtree moves.

    `seen` is the fingerprint of the unit as it was shown: 409 Stale if it has changed since.
    422 for a parent that is the unit itself or lies below it.
    """
    return change(
        "change_unit", by=by, at=at, command=command, text=text, unit=unit, name=name,
        short_name=short_name, kind=kind, function=function, parent=parent, seen=seen,
    )  # fmt: skip


def end_unit(
    *,
    unit: int,
    last_day: date,
    by: int | None,
    at: datetime,
    successor: int | None = None,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Let a unit end with that day; `successor` takes its place in whatever refers to it.

    422 while units or open desks belong to it or it leads running matters, and where something
    refers to it and there is no successor.
    """
    return change(
        "end_unit", by=by, at=at, command=command, text=text, unit=unit, last_day=last_day,
        successor=successor,
    )  # fmt: skip


@retried
def transfer_leads(
    *,
    unit: int,
    lead: int,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Give the lead of all running matters of a unit to another one, with their open tasks.

    All or nothing, each matter in its own trail. 422 if the other unit cannot lead.
    """
    with transaction.atomic():
        outcome = change(
            "transfer_leads", by=by, at=at, command=command, text=text, unit=unit, lead=lead
        )
        if not outcome.replayed:
            for case in outcome.facts["cases"]:
                request = Request(case, "transfer_lead", None, at, data={"lead": lead}, text=text)
                act(request, system=True)
    return outcome
