"""Drafts in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.giving import close_drafts


def follow_answers(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: drafts of offices that have answered or kept silent are closed."""
    closed = close_drafts(at=at)
    return f"{closed} drafts closed" if closed else ""
