"""The mandates in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions import ask_who_leads, end_with_the_office


def ask_for_the_lead(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: a mandate ends with its desk; a city without one is asked, once."""
    ended = end_with_the_office(at=at)
    if ended:
        return f"ended {ended} mandates with their desks"
    return "asked who leads integration" if ask_who_leads(at=at) else ""
