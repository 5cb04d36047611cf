"""The group in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.register import draft_again, keep_group


def draft_what_comes_again(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: the group has its case, and what comes again is drafted on its day."""
    keep_group(at=at)
    done = draft_again(at=at)
    return f"{done} orders drafted again" if done else ""
