"""Keeping who came in and what was refused, and forgetting it in time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings

from ...models import Attempt

logger = logging.getLogger(__name__)

SLICE = 5000
"""So many are forgotten at once, so that nobody waits."""


def note_attempt(
    kind: Attempt.Kind,
    *,
    at: datetime,
    person: int | None = None,
    claimed: str = "",
    source: str = "",
    act: str = "",
    case: int | None = None,
    reason: str = "",
) -> None:
    """Keep an attempt, in the table and as a line of the log. Nothing that somebody typed."""
    Attempt.objects.create(
        kind=kind, at=at, person_id=person, claimed=claimed[:254], source=source[:45],
        act=act[:80], case_number=case, reason=reason[:300],
    )  # fmt: skip
    who = f"person {person}" if person else "nobody known"
    logger.info("%s: %s from %s, %s of case %s", kind, who, source or "?", act or "-", case or "-")


def forget_attempts(*, at: datetime) -> int:
    """Delete what is older than SECURITY_LOG_DAYS, a slice at a time; returns how many."""
    before = at - timedelta(days=settings.SECURITY_LOG_DAYS)
    old = Attempt.objects.filter(at__lt=before).order_by("at").values("pk")[:SLICE]
    count, _by_kind = Attempt.objects.filter(pk__in=old).delete()
    return count
