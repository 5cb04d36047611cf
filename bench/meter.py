"""How long a deed takes: by the clock on the wall, and in the processors of client and server."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from django.db import connection


@dataclass
class Times:
    """Milliseconds of the same deed, one after the other; the first ones only warm up."""

    warm_up: int
    wall: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)

    def measure(self, deed: Callable[[], object]) -> None:
        """Do it and add its times."""
        server, client, wall = _server(), time.thread_time_ns(), time.perf_counter_ns()
        deed()
        self.wall.append((time.perf_counter_ns() - wall) / 1e6)
        self.client.append((time.thread_time_ns() - client) / 1e6)
        self.server.append((_server() - server) / 1e6)

    @property
    def on_the_wall(self) -> float:
        """The median, waiting included."""
        return median(self.wall[self.warm_up :])

    @property
    def in_processors(self) -> float:
        """The median of what client and server have worked, whoever else is busy meanwhile."""
        both = zip(self.client[self.warm_up :], self.server[self.warm_up :], strict=True)
        return median(client + server for client, server in both)

    def __str__(self) -> str:
        client, server = (median(times[self.warm_up :]) for times in (self.client, self.server))
        return (
            f"{self.in_processors:.2f} ms (client {client:.2f}, server {server:.2f};"
            f" wall {self.on_the_wall:.2f})"
        )


def _server() -> int:
    """Nanoseconds for which the server's process of this connection has run."""
    path = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(path.read_text(encoding="ascii").split()[0])
