"""Forgetting what is of no use any more, at night and in slices."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from ...calendars import BERLIN, local_date
from ...queries.time.retention import Passing, passing

NIGHT = range(1, 5)
"""Hours in which nobody waits for the disk."""

SLICE = 2000
"""So many rows go in one statement, so that nobody waits for it."""

SECONDS = 5.0
"""Of one tick: the clock is never held for longer."""


def forget_in_the_night(*, at: datetime) -> dict[str, int]:
    """At night, for some seconds, delete what is too old; how many rows of each kind.

    What has nothing left is not looked at again before the next night.
    """
    if at.astimezone(BERLIN).hour not in NIGHT:
        return {}
    gone: dict[str, int] = {}
    end, night = time.monotonic() + SECONDS, local_date(at).isoformat()
    for rule in passing:
        if cache.get(f"forgotten:{rule.key}") == night:
            continue
        while time.monotonic() < end:
            count = forget(rule, at=at)
            gone[rule.key] = gone.get(rule.key, 0) + count
            if count < SLICE:
                cache.set(f"forgotten:{rule.key}", night, 86_400)
                break
    return {key: count for key, count in gone.items() if count}


def forget(rule: Passing, *, at: datetime, limit: int = SLICE) -> int:
    """Delete one slice of what is older than its days; how many rows went."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {rule.table} WHERE ctid = ANY(ARRAY("  # noqa: S608 - constants of ours
            f"SELECT r.ctid FROM {rule.table} r WHERE {rule.old} LIMIT %(limit)s"
            " FOR UPDATE SKIP LOCKED))",
            {"before": at - timedelta(days=rule.days), "limit": limit},
        )
        return int(cursor.rowcount)
