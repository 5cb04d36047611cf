"""The accesses of guests in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.inviting import close_accounts


def close_guests(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: accounts of guests whose access has ended are closed."""
    done = close_accounts(at=at)
    return f"closed {done} accounts of guests" if done else ""
