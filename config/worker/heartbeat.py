"""Inside a cluster: its processes make the marks that their group looks at."""

import os
import time
from collections.abc import Callable

from django.db import connection
from django_q.signals import post_execute, post_execute_in_worker, pre_execute

from ..processes import die_with_parent
from .marks import FINISHED, Marks, from_environment

_EVERY = 1.0  # seconds between two marks of the same job


class Beats:
    """Marks what the processes of a cluster do. A job that talks to the database lives."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._last = 0.0

    def attach(self) -> None:
        """Listen to the queue; from now on no forked process outlives the one that forked it."""
        pre_execute.connect(self.begin, dispatch_uid="begin", weak=False)
        post_execute_in_worker.connect(self.end, dispatch_uid="end", weak=False)
        post_execute.connect(self.finished, dispatch_uid="finished", weak=False)
        os.register_at_fork(before=_remember_parent, after_in_child=_die_with_parent)

    def begin(self, **_signal: object) -> None:
        """In a worker, before a job."""
        self._marks.begin_job(os.getpid())
        connection.execute_wrappers.append(self.goes_on)

    def goes_on(self, execute: Callable[..., object], *statement: object) -> object:
        """Wraps each statement of a job."""
        now = time.monotonic()
        if now - self._last > _EVERY:
            self._last = now
            self._marks.go_on(os.getpid())
        return execute(*statement)

    def end(self, **_signal: object) -> None:
        """In a worker, after a job, whatever became of it."""
        if self.goes_on in connection.execute_wrappers:
            connection.execute_wrappers.remove(self.goes_on)
        self._marks.end_job(os.getpid())

    def finished(self, **_signal: object) -> None:
        """In the monitor, when the result is written."""
        self._marks.set(FINISHED)


def attach() -> None:
    """Make marks if this process belongs to a group."""
    marks = from_environment()
    if marks:
        Beats(marks).attach()


_parent = [0]


def _remember_parent() -> None:
    _parent[0] = os.getpid()


def _die_with_parent() -> None:
    die_with_parent()
    # Should it have died between the fork and the wish, nobody would tell us.
    if os.getppid() != _parent[0]:
        os._exit(1)
