"""What follows for demands in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from .actions.following import ask_senders_anew, follow_measures, show_to_senders


def follow(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: measures that ended, associations that have got an access."""
    moved, shown = follow_measures(at=at), show_to_senders(at=at)
    asked = ask_senders_anew(at=at)
    words = [f"{moved} demands followed their measures"] if moved else []
    words += [f"{shown} demands shown to their senders"] if shown else []
    words += [f"{asked} senders asked another way"] if asked else []
    return ", ".join(words)
