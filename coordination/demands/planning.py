"""Since when the city owes something, and by when it answers (domain 2.7). Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workflows.calendars import Period, PeriodUnit

if TYPE_CHECKING:
    from workflows.calendars import WorkingCalendar

RECEIPT, ASSIGNMENT, INTERIM, ANSWER, ASKING = 3, 5, 20, 30, 20
"""Working days: confirmation of receipt, assignment, interim notice, answer; and within how many
the sender is asked whether it is fulfilled.
"""


def working_days(count: int) -> Period:
    """So many working days."""
    return Period(count, PeriodUnit.WORKING_DAYS)


def days_between(first: date, last: date) -> int:
    """Days from one to the other; the first is not counted (BGB § 187 Abs. 1), never below 0."""
    return max(0, (last - first).days)


def counted_from(received_on: date, *, today: date, calendar: WorkingCalendar) -> date:
    """From when the periods run: from receipt, for what is older than an answer takes from today.

    Who takes over a stock of old letters gets the whole period for each: its age is shown
    anyway, and a ladder that cries on the first day is heard by nobody.
    """
    is_stock = calendar.add_working_days(received_on, ANSWER) < today
    return today if is_stock else received_on


def due_on(start: date, count: int, *, today: date, calendar: WorkingCalendar) -> date:
    """The end of a period of working days; never before the next working day."""
    return max(calendar.add_working_days(start, count), calendar.add_working_days(today, 1))
