"""Publishing in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime

from workflows.queries.telling.held import held_since
from workflows.wire.turns import turn

from .actions.publishing import refresh
from .actions.subscriptions import send_mails, write_news


def publish_changes(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: what everybody sees follows within a minute."""
    with turn("publication") as is_ours:
        changed = refresh(at=at) if is_ours else 0
    return f"{changed} public objects changed" if changed else ""


def tell_the_public(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: what is new is written and sent; nothing leaves while mail is held."""
    written = write_news(at=at)
    sent = 0 if held_since() else send_mails(at=at)
    return f"{written} mails to the public written, {sent} sent" if written or sent else ""
