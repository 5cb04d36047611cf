"""Signs of life of background work."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ...models import Heartbeat

# One statement: the row of the one who lives, and an end to what has been silent for long.
_BEAT = """
WITH forgotten AS (
  DELETE FROM workflows_heartbeat WHERE beat_at < %(at)s - interval '7 days' AND id <> %(key)s
)
INSERT INTO workflows_heartbeat (id, role, host, pid, started_at, beat_at, failed)
VALUES (%(key)s, %(role)s, %(host)s, %(pid)s, %(at)s, %(at)s, %(failed)s)
ON CONFLICT (id) DO UPDATE
   SET beat_at = greatest(workflows_heartbeat.beat_at, excluded.beat_at), pid = excluded.pid,
       failed = excluded.failed
"""


def beat(
    *, key: UUID, role: Heartbeat.Role, host: str, pid: int, at: datetime, failed: str = ""
) -> None:
    """Write that a group of workers, or the ticks of a host, lives at `at`, and what failed."""
    names: dict[str, Any] = {
        "key": key, "role": role.value, "host": host, "pid": pid, "at": at, "failed": failed[:200],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, names)


def end(*, key: UUID) -> None:
    """Forget a group that has ended in order; one that died stays to be seen."""
    Heartbeat.objects.filter(pk=key).delete()
