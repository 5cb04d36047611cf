"""Time passes in a story: mornings, the clock, and what it brings to people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.town import Town
from workflows.actions.telling.delivery import dispatch
from workflows.actions.time.clock import take_effects
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN, end_of_day, local_date, opening

MORNING = timedelta(hours=2)
"""People come two hours after the offices have opened."""


def morning(year: int, month: int, day: int) -> datetime:
    """Nine o'clock on a day."""
    return datetime(year, month, day, 9, 0, tzinfo=BERLIN)


def deliver(town: Town) -> None:
    """Everything that waits reaches its people."""
    while dispatch(at=town.now).total:
        pass


def days_pass(town: Town, *, until: date) -> Iterator[date]:
    """Each morning up to that day: midnight's effects, the ladder, the mail; then the people."""
    day = local_date(town.now)
    while day < until:
        midnight = end_of_day(day)
        take_effects(at=midnight)
        day = local_date(midnight)
        climb(at=opening(day))
        town.now = opening(day) + MORNING
        deliver(town)
        yield day
