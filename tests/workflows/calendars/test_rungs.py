"""When the rungs of a ladder speak."""

from __future__ import annotations

from datetime import date, datetime

from workflows.calendars import BERLIN, Rung, WorkingCalendar, rung_moments

LADDER = (Rung("E-1", -2, ()), Rung("E0", 0, ()), Rung("E1", 1, ()), Rung("E2", 3, ()))


def test_deadline_born_late_speaks_of_no_day_before_it_begins(calendar: WorkingCalendar) -> None:
    """It begins tomorrow and was due today: early in the morning its due day is still ahead."""
    moments = rung_moments(
        LADDER, starts_on=date(2026, 9, 2), due_on=date(2026, 9, 1),
        after=datetime(2026, 9, 1, 6, tzinfo=BERLIN), calendar=calendar,
    )  # fmt: skip
    begins = [None if moment is None else moment.date() for moment in moments]
    assert begins == [None, None, date(2026, 9, 3), date(2026, 9, 7)]
