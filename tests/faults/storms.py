"""Ends the connections of writers again and again, at whatever they do just then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event as Signal
from threading import Lock

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

EVERY = 0.02
"""Seconds between two kills."""


@dataclass
class Storm:
    """Knows the connections that were made while it rages, and kills those only."""

    pids: dict[int, int] = field(default_factory=dict)
    kills: int = 0
    _calm: Signal = field(default_factory=Signal)
    _lock: Lock = field(default_factory=Lock)

    def learn(self, connection: BaseDatabaseWrapper, **_signal: object) -> None:
        """A writer has a new connection."""
        with self._lock:
            self.pids[id(connection)] = connection.connection.info.backend_pid

    def rage(self) -> None:
        """Until it is calm again."""
        dice = random.Random(3)
        own = connection.cursor()
        connection_created.connect(self.learn, dispatch_uid="storm")
        try:
            while not self._calm.wait(EVERY):
                with self._lock:
                    pids = list(self.pids.values())
                if pids:
                    own.execute("SELECT pg_terminate_backend(%s)", [dice.choice(pids)])
                    self.kills += bool(own.fetchone()[0])
        finally:
            connection_created.disconnect(dispatch_uid="storm")
            connection.close()

    def end(self) -> None:
        """Let it be calm."""
        self._calm.set()


@contextmanager
def raging() -> Iterator[Storm]:
    """A storm for the block; begin no connection that shall live before it."""
    storm = Storm()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(storm.rage)
        try:
            yield storm
        finally:
            storm.end()
            try:
                future.result(30)
            except Error as error:
                raise AssertionError("the storm itself was hit") from error
