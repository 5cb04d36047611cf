"""The queue in PostgreSQL, through which each group sends a pulse of its own."""

import os
import time
from typing import Any

from django_q.brokers.orm import ORM
from django_q.signing import SignedPackage

from . import jobs
from .marks import PULSE, SENTINEL, from_environment


class PulsingBroker(ORM):
    """django-q's broker for its ORM; the pulse never lies in the database.

    A pulse is a job that goes through pusher, worker and monitor of one group. The tick does not
    do as a sign of life: of several groups only one gets it.
    """

    _next = 0.0

    def dequeue(self) -> object:
        """The pulse if it is time for one, else what the queue has."""
        if from_environment() and time.monotonic() >= self._next:
            self._next = time.monotonic() + float(os.environ[PULSE])
            return [(None, jobs.pulse_package())]
        return super().dequeue()  # type: ignore[no-untyped-call] # django-q has no types

    def set_stat(self, key: str, value: str, timeout: int) -> None:  # noqa: ARG002 - django-q's
        """Called by the sentinel on each of its rounds; nobody else reads statistics.

        A sentinel that has replaced a dead process ends instead: the group may have missed that
        death, and what the dead one held, such as the lock of the queue, is held for ever.
        """
        marks = from_environment()
        if marks is None:
            return
        status: Any = SignedPackage.loads(value)
        if status.reincarnations:
            os._exit(1)
        marks.set(SENTINEL)
