"""Drafts and contributions in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.asking import close_contributions
from .actions.giving import close_drafts


def follow_answers(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: what served an answer that was given or counts as given is closed."""
    drafts, contributions = close_drafts(at=at), close_contributions(at=at)
    if not drafts and not contributions:
        return ""
    return f"{drafts} drafts closed, {contributions} contributions followed"
