"""Watches the processes of one cluster and ends them all when one is missing."""

import contextlib
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil

from config.processes import Child, kill_group

from . import heartbeat

# The tick comes every minute; a job may take as long as the queue's timeout allows.
SILENCE = 20 * 60.0
_COMMAND = (sys.executable, "manage.py", "qcluster")


def run(*, grace: float = 60.0, silence: float = SILENCE) -> int:
    """Run until asked to end (0), or until a process dies or no job has ended for `silence`
    seconds (1). Either way no process of the group is left.

    Jobs that run when the worker is asked to end have `grace` seconds to finish.
    """
    asked = threading.Event()
    with _set_by_signals(asked), tempfile.NamedTemporaryFile(prefix="worker-") as file:
        path = Path(file.name)
        cluster = Child("cluster", _COMMAND, {**os.environ, heartbeat.VARIABLE: str(path)})
        group = cluster.start()
        try:
            reason = _watch(cluster, path, silence, asked)
            if reason is None:
                cluster.stop(seconds=grace)
                return 0
            sys.stderr.write(f"The worker ends: {reason}.\n")
            return 1
        finally:
            kill_group(group)


@contextlib.contextmanager
def _set_by_signals(asked: threading.Event) -> Iterator[None]:
    before = {
        each: signal.signal(each, lambda *_: asked.set())
        for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _watch(cluster: Child, path: Path, silence: float, asked: threading.Event) -> str | None:
    """Why the group must end; None when somebody asked for it."""
    known: dict[int, psutil.Process] = {}
    while not asked.wait(1):
        code = cluster.exit_code()
        if code is not None:
            return f"the cluster ended with code {code}"
        known |= _family(cluster)
        for pid, process in known.items():
            if _is_dead(process):
                return f"process {pid} of the cluster died"
        if heartbeat.age(path) > silence:
            return f"no job has ended for {silence:.0f} seconds"
    return None


def _family(cluster: Child) -> dict[int, psutil.Process]:
    assert cluster.process is not None  # it has been started
    try:
        children = psutil.Process(cluster.process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return {}
    return {child.pid: child for child in children}


def _is_dead(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
