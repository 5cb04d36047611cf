"""What follows for demands in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.following import follow_measures, show_to_senders


def follow(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: measures that ended, associations that have got an access."""
    moved, shown = follow_measures(at=at), show_to_senders(at=at)
    words = [f"{moved} demands followed their measures"] if moved else []
    words += [f"{shown} demands shown to their senders"] if shown else []
    return ", ".join(words)
