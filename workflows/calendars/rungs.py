"""The moments at which a ladder of reminders speaks: mornings of working days round a due day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from ..enums import Recipient
from .reckoning import BERLIN
from .working import WorkingCalendar

UPWARDS = frozenset({Recipient.HEAD, Recipient.DIVISION, Recipient.BOARD})
"""Whoever of these is told stands above whoever has the work."""

OFFICE_OPENS, OFFICE_CLOSES = time(7), time(18)
"""Between these hours of a working day people are written to (domain 2.9 (e))."""


@dataclass(frozen=True, slots=True)
class Rung:
    """So many working days after the due day (before it if negative), these people are told.

    `minimum` leaves the rung out of deadlines that run for fewer working days.
    """

    level: str
    offset: int
    recipients: tuple[str, ...]
    minimum: int = 0

    @property
    def goes_up(self) -> bool:
        """Whether it tells superiors: from here on the matter is escalated."""
        return bool(UPWARDS & set(self.recipients))


def opening(day: date) -> datetime:
    """The moment at which the offices open on a day, in German time."""
    return datetime.combine(day, OFFICE_OPENS, tzinfo=BERLIN)


def rung_moments(
    ladder: Sequence[Rung],
    *,
    starts_on: date,
    due_on: date,
    after: datetime,
    calendar: WorkingCalendar,
) -> list[datetime | None]:
    """The moment of each rung, in the ladder's order; None where it is left out.

    Left out is what needs a longer period, and what would speak at or before `after`: a ladder
    that begins late does not make up for what nobody could have known. A deadline that was born
    late, due before the day on which it starts, enters the ladder at its first overdue rung: the
    rungs after the due day are counted from its start.
    """
    is_born_late = due_on < starts_on
    length = 0 if is_born_late else calendar.working_days_between(starts_on, due_on)
    moments: list[datetime | None] = []
    for rung in ladder:
        day = due_on
        if rung.offset > 0:
            day = calendar.add_working_days(max(starts_on, due_on), rung.offset)
        elif rung.offset:
            day = calendar.add_working_days(due_on, rung.offset)
        elif not calendar.is_working_day(due_on):
            day = calendar.add_working_days(due_on, -1)
        moment = opening(day)
        is_wanted = length >= rung.minimum and moment > after
        is_wanted &= not is_born_late or rung.offset > 0
        moments.append(moment if is_wanted else None)
    return moments


def next_rung(
    moments: Sequence[datetime | None], *, start: int = 0
) -> tuple[int | None, datetime | None]:
    """The first rung from `start` on that is not left out, and its moment; else twice None."""
    for position in range(start, len(moments)):
        if moments[position] is not None:
            return position, moments[position]
    return None, None


def is_office_time(at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether people may be written to now: a working day between opening and closing."""
    local = at.astimezone(BERLIN)
    return OFFICE_OPENS <= local.time() < OFFICE_CLOSES and calendar.is_working_day(local.date())


def next_opening(at: datetime, calendar: WorkingCalendar) -> datetime:
    """The next moment after `at` at which the offices open."""
    day = at.astimezone(BERLIN).date()
    if calendar.is_working_day(day) and opening(day) > at:
        return opening(day)
    return opening(calendar.add_working_days(day, 1))
