"""Signs of life of what works in the background, so that any host can see that all of it lives."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """A group of workers, or the ticks of a host, and when it last gave a sign of life.

    A group that ends in order takes its row with it; one that died leaves it.
    """

    class Role(models.TextChoices):
        """What gives the sign; read by machines and those who keep them only."""

        WORKERS = "workers", "workers"
        TICK = "tick", "tick"

    id = models.UUIDField(primary_key=True, editable=False)
    role = models.CharField(max_length=8, choices=Role.choices)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    # The parts of the last tick that failed.
    failed = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Of a tick: which start of the machine it was, and for how many seconds it had been running.
    boot = models.CharField(max_length=36, blank=True, default="", db_default="")
    uptime = models.FloatField(default=0, db_default=0)

    class Meta:
        indexes = [models.Index(fields=["role", "-beat_at"], name="workflows_heartbeat_age")]

    def __str__(self) -> str:
        return f"{self.role} {self.pid} on {self.host}"
