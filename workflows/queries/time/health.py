"""How background work is doing, for those who watch over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from ...enums import Channel
from ...models import Heartbeat

# The oldest row of each channel by its index, whatever their number.
_SIGNS = """
SELECT (SELECT min(oldest.send_at)
          FROM unnest(%(channels)s::text[]) wanted(channel)
         CROSS JOIN LATERAL (
               SELECT send_at FROM workflows_notification
                WHERE channel = wanted.channel AND sent_at IS NULL AND dropped_at IS NULL
                ORDER BY send_at LIMIT 1) oldest
         WHERE oldest.send_at <= %(at)s),
       (SELECT max(beat_at) FROM workflows_heartbeat WHERE role = %(workers)s),
       (SELECT max(beat_at) FROM workflows_heartbeat WHERE role = %(tick)s),
       (SELECT string_agg(host || ': ' || failed, '; ' ORDER BY host) FROM workflows_heartbeat
         WHERE role = %(tick)s AND failed <> '' AND beat_at > %(at)s - interval '1 day'),
       (SELECT min(since) FROM workflows_hold)
"""

# Versions that running cases follow, or the next one will: nothing of theirs would ever speak.
_SILENT_ROUTES = """
SELECT r.kind || ' ' || r.number FROM workflows_routeversion r
 WHERE NOT EXISTS (SELECT FROM workflows_routerung WHERE route_id = r.id)
   AND (EXISTS (SELECT FROM workflows_case WHERE route_id = r.id AND closed_at IS NULL)
     OR NOT EXISTS (SELECT FROM workflows_routeversion later
                     WHERE later.kind = r.kind AND later.number > r.number
                       AND later.valid_from <= %(today)s))
 ORDER BY r.kind, r.number
"""


further_signs: dict[str, Callable[[], int]] = {}
"""What else an app counts that must be none, each by its name."""


@dataclass(frozen=True, slots=True)
class Signs:
    """How long ago; None where there is nothing due, or never was a sign of life."""

    undelivered: timedelta | None
    """Since the oldest message that is due should have been delivered."""

    workers: timedelta | None
    """Since any group of workers gave its last sign of life."""

    tick: timedelta | None
    """Since the last tick, on whatever host."""

    failed: str
    """What failed in the last tick of each host, by host."""

    held: datetime | None
    """Since when delivery is held."""


def signs_of_life(*, at: datetime) -> Signs:
    """What is known at `at`, in one statement."""
    names: dict[str, Any] = {
        "channels": list(Channel.values),
        "at": at,
        "workers": Heartbeat.Role.WORKERS.value,
        "tick": Heartbeat.Role.TICK.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, names)
        *moments, failed, held = cursor.fetchone()
    undelivered, workers, tick = (moment and at - moment for moment in moments)
    return Signs(undelivered, workers, tick, failed or "", held)


def database_clock() -> datetime:
    """What time the database thinks it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)
    return now


def silent_routes(*, on: date) -> list[str]:
    """Versions of routes in use on a day that have no ladder: kind and number."""
    with connection.cursor() as cursor:
        cursor.execute(_SILENT_ROUTES, {"today": on})
        return [name for (name,) in cursor.fetchall()]
