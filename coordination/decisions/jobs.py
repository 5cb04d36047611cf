"""Work on stored files in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from workflows.calendars import BERLIN

from .actions.stored_files import check_files, remove_unneeded

NIGHT = range(1, 5)
"""Hours in which nobody waits for the disk."""

SLICE = 5.0
"""Seconds of one tick: the clock is never held for longer."""


def check_stored_files(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: every night each stored file is compared with its digest,
    and those that no case needs any more go.
    """
    if at.astimezone(BERLIN).hour not in NIGHT:
        return ""
    done = check_files(at=at, seconds=SLICE)
    gone = remove_unneeded(at=at, seconds=SLICE)
    words = [f"{done} stored files compared"] if done else []
    words += [f"{gone} files removed"] if gone else []
    return "; ".join(words)
