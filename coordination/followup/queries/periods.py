"""Quarters and half-years."""

from __future__ import annotations

from datetime import date, timedelta

from ..enums import Rhythm

_MONTHS = {Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}


def period_of(day: date, rhythm: str) -> tuple[date, date]:
    """First and last day of the quarter or half-year in which a day lies."""
    months = _MONTHS[Rhythm(rhythm)]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    past = first.month + months
    return first, date(first.year + past // 13, (past - 1) % 12 + 1, 1) - timedelta(days=1)
