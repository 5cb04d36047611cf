"""Watches the processes of one cluster and ends them all when one is missing or hangs."""

import contextlib
import os
import signal
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

from ..processes import Child, kill_group
from . import marks, systemd
from .vitals import SILENCE, Vitals

_COMMAND = (sys.executable, "manage.py", "qcluster")


def run(*, grace: float = 60.0, silence: float = SILENCE) -> int:
    """Run until asked to end (0), or until a process dies or hangs (1); no process is left.

    Jobs that run when the worker is asked to end have `grace` seconds to finish.
    """
    with asked_to_end() as asked, tempfile.TemporaryDirectory(prefix="worker-") as folder:
        shown = marks.Marks(Path(folder))
        shown.set(marks.STARTED)
        cluster = Child("cluster", _COMMAND, _environment(folder, silence), death=signal.SIGKILL)
        group = cluster.start()
        try:
            reason = _watch(cluster, Vitals(group, shown, silence), asked)
            systemd.notify("STOPPING=1")
            if reason is None:
                cluster.stop(seconds=grace)
                return 0
            sys.stderr.write(f"The worker ends: {reason}.\n")
            return 1
        finally:
            kill_group(group)


def _environment(folder: str, silence: float) -> dict[str, str]:
    # Only the one who watches talks to systemd.
    inherited = {key: value for key, value in os.environ.items() if key != "NOTIFY_SOCKET"}
    return {
        **inherited,
        marks.VARIABLE: folder,
        marks.GROUP: f"{uuid.uuid4()}:{os.getpid()}",
        marks.PULSE: str(silence / 4),
    }


@contextlib.contextmanager
def asked_to_end() -> Iterator[threading.Event]:
    """Set as soon as somebody asks this process to end."""
    asked = threading.Event()
    before = {
        each: signal.signal(each, lambda *_: asked.set())
        for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield asked
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _watch(cluster: Child, vitals: Vitals, asked: threading.Event) -> str | None:
    """Why the group must end; None when somebody asked for it."""
    while not asked.wait(1):
        code = cluster.exit_code()
        if code is not None:
            return f"the cluster ended with code {code}"
        trouble = vitals.trouble()
        if trouble:
            return trouble
        if vitals.marks.age(marks.FINISHED) is not None:
            systemd.notify("READY=1")  # again and again: it does no harm
        systemd.notify("WATCHDOG=1")
    return None
