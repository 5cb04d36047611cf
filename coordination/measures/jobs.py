"""What follows every minute: from supplements, and from who has left. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.leavers import ask_for_successors
from .actions.supplements import settle_supplements


def follow_supplements(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: measures follow the resolutions on their supplements."""
    done = settle_supplements(at=at)
    return f"{done} turns of supplements" if done else ""


def follow_leavers(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: heads name somebody else where who answered for the work has left."""
    done = ask_for_successors(at=at)
    return f"asked who is responsible for {done} measures" if done else ""
