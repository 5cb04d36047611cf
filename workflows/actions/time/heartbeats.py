"""Signs of life of background work."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ...models import Heartbeat
from ...queries.time.leaps import Boot

# One statement: the row of the one who lives, and an end to its like that has been silent for long.
_BEAT = """
WITH forgotten AS (
  DELETE FROM workflows_heartbeat
   WHERE role = %(role)s AND beat_at < %(at)s - interval '7 days' AND id <> %(key)s
)
INSERT INTO workflows_heartbeat (id, role, host, pid, started_at, beat_at, failed, boot, uptime)
VALUES (%(key)s, %(role)s, %(host)s, %(pid)s, %(at)s, %(at)s, %(failed)s, %(boot)s, %(uptime)s)
ON CONFLICT (id) DO UPDATE
   SET beat_at = greatest(workflows_heartbeat.beat_at, excluded.beat_at), pid = excluded.pid,
       failed = excluded.failed, boot = excluded.boot, uptime = excluded.uptime
"""


def beat(
    *,
    key: UUID,
    role: Heartbeat.Role,
    host: str,
    pid: int,
    at: datetime,
    failed: str = "",
    boot: Boot = Boot("", 0),  # noqa: B008 - it is frozen
) -> None:
    """Write that a group of workers, or the ticks of a host, lives at `at`, and what failed."""
    names: dict[str, Any] = {
        "key": key, "role": role.value, "host": host, "pid": pid, "at": at, "failed": failed[:200],
        "boot": boot.key, "uptime": boot.uptime,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, names)


def note_failure(*, key: UUID, failed: str) -> bool:
    """Write what failed in a tick that does not count as one; false if there was none before."""
    return bool(Heartbeat.objects.filter(pk=key).update(failed=failed[:200]))


def forget_signs() -> None:
    """Forget all signs of life: the next tick compares its clock with nothing."""
    Heartbeat.objects.all().delete()


def end(*, key: UUID) -> None:
    """Forget a group that has ended in order; one that died stays to be seen."""
    Heartbeat.objects.filter(pk=key).delete()
