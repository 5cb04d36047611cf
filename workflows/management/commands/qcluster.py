"""`manage.py qcluster`: django-q's own, with the one schedule put in place first."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.sharedctypes import Synchronized
from types import TracebackType
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db import connections
from django_q import cluster as django_q
from django_q.cluster import Cluster

from ...actions.time import heartbeats
from ...jobs import ensure_schedule

PATIENCE = 5.0
"""Seconds after which the holder of a timer's lock counts as dead."""


class MortalLock:
    """A lock that may be had although its holder was killed.

    A worker that is killed while it sets its timer would take the lock with it, and django-q's
    sentinel would wait for it without end instead of seeing that the worker is dead.
    """

    def __init__(self) -> None:
        self._lock = multiprocessing.RLock()
        self._held: list[bool] = []

    def acquire(self) -> bool:
        """Wait for it, but not for ever."""
        self._held.append(self._lock.acquire(timeout=PATIENCE))
        return True

    def release(self) -> None:
        """Let others have it, if it was ours."""
        if self._held.pop():
            self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def timer(typecode: str, value: float) -> Synchronized[float]:
    """A shared number that django-q keeps for each worker."""
    made: Synchronized[float] = multiprocessing.Value(typecode, value, lock=MortalLock())  # type: ignore[call-overload] # any lock will do
    return made


class Command(BaseCommand):
    help = "Starts the processes that work the queue of jobs."

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's
        """Run until asked to end; a sentinel that died is a failure, not an end.

        django-q's command forgets its cluster, and with it the code of a sentinel that ended
        before anybody looked.
        """
        ensure_schedule()
        django_q.Value = timer  # type: ignore[attr-defined, assignment] # where it makes its workers
        cluster = Cluster()
        cluster.start()
        sentinel: Any = cluster.sentinel
        sentinel.join()
        if sentinel.exitcode:
            sys.exit(1)
        group = os.environ.get("WORKER_GROUP", "").partition(":")[0]
        if group:
            connections.close_all()  # the sentinel has inherited it, and ended it
            heartbeats.end(key=UUID(group))
