"""Desks and their holders; no work is lost when a desk closes or somebody leaves it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from ...calendars import local_date
from ...models import Desk, DeskHolder
from ...queries.people.work import left_work, returning_work, work_of
from ..acting.acts import Outcome
from ..wire.retry import retried
from .foundation import change
from .work import move, tell_of_vacancy


def create_desk(
    *,
    unit: int,
    name: str,
    function: str,
    superior: int | None,
    signs: str,
    by: int | None,
    at: datetime,
    key: str = "",
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Make a desk in a unit. `facts["desk"]` is its id; without a key it gets one that is free."""
    return change(
        "create_desk", by=by, at=at, command=command, text=text, unit=unit, key=key, name=name,
        function=function, superior=superior, signs=signs,
    )  # fmt: skip


def change_desk(
    *,
    desk: int,
    name: str,
    function: str,
    superior: int | None,
    signs: str,
    by: int | None,
    at: datetime,
    seen: str = "",
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Give a desk these values; nobody changes the function of their own desk (403)."""
    return change(
        "change_desk", by=by, at=at, command=command, text=text, desk=desk, name=name,
        function=function, superior=superior, signs=signs, seen=seen,
    )  # fmt: skip


@retried
def close_desk(
    *,
    desk: int,
    by: int | None,
    at: datetime,
    hand_up: bool = False,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Close a desk from now on; with `hand_up` its open work goes to the superior desk.

    422 while the desk is held, stands above others, or has open work that is not handed up.
    """
    with transaction.atomic():
        outcome = change(
            "close_desk", by=by, at=at, command=command, text=text, desk=desk, hand_up=hand_up
        )
        superior = Desk.objects.values_list("superior", flat=True).get(pk=desk)
        if superior is not None and not outcome.replayed:
            move(work_of(desk, to=superior), at=at)
            # The superior may be vacant itself.
            move(left_work(on=local_date(at), desks=[superior]), at=at)
    return outcome


@retried
def appoint(
    *,
    desk: int,
    person: int,
    valid_from: date,
    by: int | None,
    at: datetime,
    valid_until: date | None = None,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Let a person hold a desk, both days included. `facts["appointment"]` is its id.

    Unclaimed work that went up while the desk was vacant comes back once somebody holds it.
    Nobody appoints themselves (403).
    """
    with transaction.atomic():
        outcome = change(
            "appoint", by=by, at=at, command=command, text=text, desk=desk, person=person,
            valid_from=valid_from, valid_until=valid_until,
        )  # fmt: skip
        if valid_from <= local_date(at) and not outcome.replayed:
            move(returning_work(desk), at=at)
    return outcome


@retried
def move_person(
    *,
    appointment: int,
    desk: int,
    valid_from: date,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Let a person leave one desk and hold another from that day on: both or neither.

    First the new appointment, so that the organisation office is never empty in between; then
    the end of the old one with the day before. What each of the two refuses is refused.
    """
    person = DeskHolder.objects.values_list("person", flat=True).filter(pk=appointment).first()
    with transaction.atomic():
        outcome = appoint(
            desk=desk, person=person or 0, valid_from=valid_from, by=by, at=at, command=command,
            text=text,
        )  # fmt: skip
        if not outcome.replayed:
            last_day = valid_from - timedelta(days=1)
            end_appointment(appointment=appointment, last_day=last_day, by=by, at=at, text=text)
    return outcome


@retried
def end_appointment(
    *,
    appointment: int,
    last_day: date,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """End an appointment with that day; yesterday ends it at once.

    What the person had claimed at the desk is free again; if nobody holds the desk any more, its
    open work goes to the first held desk above and the organisation office is told. An end to
    come takes this effect when the day is over (`return_left_work`).
    """
    with transaction.atomic():
        outcome = change(
            "end_appointment", by=by, at=at, command=command, text=text, appointment=appointment,
            last_day=last_day,
        )  # fmt: skip
        if last_day < local_date(at) and not outcome.replayed:
            desk = outcome.facts["desk"]
            tell_of_vacancy(desk, at=at)
            move(left_work(on=local_date(at), desks=[desk]), at=at)
    return outcome
