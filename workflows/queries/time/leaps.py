"""Whether the clock has leapt since the last tick: what a wrong clock ends stays ended."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import CLOCK_BOOTTIME, clock_gettime
from uuid import UUID

from django.db.models import Q

from ...models import Heartbeat

TOLERANCE = timedelta(hours=1)
"""The clock may be set by so much while the machine runs, or lie back after a start."""

ABSENCE = timedelta(days=7)
"""After a longer silence somebody must say that the day is right."""


@dataclass(frozen=True, slots=True)
class Boot:
    """How long this machine has been running; no clock that anybody sets changes it."""

    key: str
    uptime: float
    """Seconds, those asleep counted."""


def this_boot() -> Boot:
    """Of the machine on which we run; no key where the kernel has none."""
    key = ""
    with suppress(OSError):
        key = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return Boot(key, clock_gettime(CLOCK_BOOTTIME))


def has_leapt(*, host: UUID, at: datetime, boot: Boot) -> bool:
    """Whether `at` cannot be believed, compared with the last tick of this host, else of any.

    While the machine runs, its uptime says how much time has passed. After a start nothing does:
    then the day is believed unless it lies before the last tick or more than ABSENCE after it.
    """
    ticks = Heartbeat.objects.filter(role=Heartbeat.Role.TICK)
    ours = ticks.filter(Q(pk=host) & Q(boot=boot.key) & ~Q(boot="")).first()
    if ours:
        running = timedelta(seconds=boot.uptime - ours.uptime)
        return abs(at - ours.beat_at - running) > TOLERANCE
    last = ticks.order_by("-beat_at").first()
    return last is not None and not -TOLERANCE <= at - last.beat_at <= ABSENCE
