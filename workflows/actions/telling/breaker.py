"""The circuit breaker before the mail server: who does not answer is left alone for a while.

What it knows lies in the cache, which all processes and hosts share.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

from django.core.cache import cache

logger = logging.getLogger(__name__)

AFTER = 3
"""So many conversations in a row without an answer open the circuit."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))
"""How long nobody tries then; after each further silence longer, the last for all further ones."""

_KEY = "mail-server"
_KEPT = 86_400


def opens_at(*, at: datetime) -> datetime | None:
    """When the server is tried again; None: now."""
    _silences, until = cache.get(_KEY) or (0, None)
    return until if until and until > at else None


def note_silence(*, at: datetime) -> bool:
    """A conversation had no end; whether the server is to be left alone now."""
    silences, _until = cache.get(_KEY) or (0, None)
    silences += 1
    until = None
    if silences >= AFTER:
        until = at + PAUSES[min(silences - AFTER, len(PAUSES) - 1)]
        logger.warning("the mail server is left alone until %s", until)
    cache.set(_KEY, (silences, until), _KEPT)
    return until is not None


def note_answer() -> None:
    """The server answers: everything is forgotten."""
    if cache.get(_KEY):
        cache.delete(_KEY)


def is_silence(error: Exception) -> bool:
    """Whether an error means that nobody answered, not that somebody said no."""
    return isinstance(error, (TimeoutError, ConnectionError, SMTPServerDisconnected))
