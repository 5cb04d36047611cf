"""Work on the board in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions import take_stock


def open_the_board(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: the board has its case, its rows bound, before anybody opens a page."""
    take_stock(at=at)
    return ""
