"""The mandates in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions import ask_who_leads


def ask_for_the_lead(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: a city in which nobody leads integration is asked, once."""
    return "asked who leads integration" if ask_who_leads(at=at) else ""
