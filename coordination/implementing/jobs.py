"""What follows from completions every minute. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions import prepare_notes


def prepare_completions(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: completed matters are prepared as done on the list of the council."""
    made = prepare_notes(at=at)
    return f"{made} notes of completion prepared" if made else ""
