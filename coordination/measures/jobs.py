"""What follows from supplements every minute. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.supplements import settle_supplements


def follow_supplements(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: measures follow the resolutions on their supplements."""
    done = settle_supplements(at=at)
    return f"{done} turns of supplements" if done else ""
