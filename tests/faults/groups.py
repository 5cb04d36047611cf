"""Background work heals itself: each role of a group is killed, or stopped so that it hangs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import psutil
from django.conf import settings
from django.db import connection
from django_q.models import Success
from django_q.tasks import async_task

from tests.faults.figures import Figures, wait_until

ROLES = ("group", "main", "sentinel", "worker", "monitor", "pusher")
"""Who may die, the one that watches included."""

RESUMES_WITHIN = 60.0
HANG_ENDS_WITHIN = 180.0
WORKERS = settings.Q_CLUSTER["workers"]


@dataclass(frozen=True)
class Worker:
    """A running `manage.py runworker` and what it says."""

    process: subprocess.Popen[bytes]
    said: IO[bytes]

    def members(self) -> dict[str, psutil.Process]:
        """The processes of its present group by role; empty as long as it is not complete."""
        try:
            (group,) = psutil.Process(self.process.pid).children()
            (main,) = group.children()
            (sentinel,) = main.children()
            others = sorted(sentinel.children(), key=lambda child: child.pid)
        except (psutil.NoSuchProcess, ValueError):
            return {}
        if len(others) != WORKERS + 2:
            return {}
        # In the order in which the sentinel makes them.
        *workers, monitor, pusher = others
        found = {"group": group, "main": main, "sentinel": sentinel, "worker": workers[0]}
        rest = {f"worker {number}": each for number, each in enumerate(workers[1:], start=2)}
        return {**found, **rest, "monitor": monitor, "pusher": pusher}

    def text(self) -> str:
        """All that it has said."""
        self.said.seek(0)
        return self.said.read().decode()


@contextmanager
def running(*options: str) -> Iterator[Worker]:
    """A worker on the database of this process, ended in the end."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "runworker", "--grace", "10", *options],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "TEST_PROCESS_DATABASE": connection.settings_dict["NAME"],
            },
            stderr=said,
        )
        try:
            yield Worker(process, said)
        finally:
            process.terminate()
            process.wait(timeout=60)


def killed(roles: Sequence[str] = ROLES, *, times: int = 1) -> Figures:
    """Kill each as the kernel does when memory is short; work goes on, nobody is left behind."""
    figures = Figures("a process killed")
    with running("--calm", "0") as worker:
        for role in [role for role in roles for _ in range(times)]:
            _strike(figures, worker, role, signal.SIGKILL, RESUMES_WITHIN)
    return figures


def hung(roles: Sequence[str] = ROLES, *, silence: float, times: int = 1) -> Figures:
    """Stop each, so that it lives and does nothing; its group is ended and another one works."""
    figures = Figures("a process hung")
    with running("--calm", "0", "--silence", str(silence)) as worker:
        for role in [role for role in roles for _ in range(times)]:
            _strike(figures, worker, role, signal.SIGSTOP, HANG_ENDS_WITHIN)
    return figures


def stuck() -> Figures:
    """All workers wait in jobs that do nothing, and nobody stopped them: the group is ended."""
    figures = Figures("jobs that hang")
    for _ in range(WORKERS):
        async_task("time.sleep", 800, save=False)
    with running() as worker:
        if not wait_until(worker.members, seconds=60):
            raise AssertionError(worker.text())
        before, begin = worker.members(), time.monotonic()
        gone = wait_until(lambda: not alive(before), seconds=HANG_ENDS_WITHIN)
        _longest(figures, "gone after ≤", begin)
        figures.expect(gone, f"still there: {sorted(alive(before))}")
        figures.expect("no job has ended" in worker.text(), f"it said:\n{worker.text()}")
    return figures


def _strike(
    figures: Figures, worker: Worker, role: str, number: signal.Signals, limit: float
) -> None:
    """The old processes are gone, the exit was no success, and a job asked for now is done."""
    if not wait_until(worker.members, seconds=60):
        raise AssertionError(f"the group does not become complete:\n{worker.text()}")
    before, said = worker.members(), len(worker.text())
    done, begin = _jobs_done(), time.monotonic()
    before[role].send_signal(number)
    gone = wait_until(lambda: not alive(before), seconds=limit)
    _longest(figures, "gone after ≤", begin)
    figures.expect(gone, f"{role}: orphans {sorted(alive(before))}")
    async_task("math.factorial", 5)
    resumed = wait_until(
        lambda: _jobs_done() > done, seconds=limit - (time.monotonic() - begin), every=0.2
    )
    _longest(figures, "works again after ≤", begin)
    figures.expect(resumed, f"{role}: no work within {limit:.0f} s")
    ends = re.findall(r"The workers (.+) and are started again", worker.text()[said:])
    figures.expect(
        len(ends) == 1 and ends[0] != "ended with code 0", f"{role}: the group ended as {ends}"
    )
    figures.count("times")


def _jobs_done() -> int:
    return Success.objects.filter(func="math.factorial").count()


def _longest(figures: Figures, name: str, begin: float) -> None:
    seconds = round(time.monotonic() - begin, 1)
    figures.numbers[name] = max(seconds, figures.numbers.get(name, 0.0))


def alive(processes: dict[str, psutil.Process]) -> set[str]:
    """The roles whose process still runs."""
    return {role for role, process in processes.items() if _lives(process)}


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
