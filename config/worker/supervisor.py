"""Starts a group of workers again and again, as systemd does where there is one."""

import os
import signal
import sys
import threading
import time

import psutil

from ..processes import Child, kill_group
from .group import asked_to_end
from .vitals import SILENCE, is_stopped

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before the first, second, … start after a death; the last holds for all further ones."""

CALM = 60.0
"""After so many seconds of life a group was well: the pauses begin anew."""


def run(*, grace: float = 60.0, silence: float = SILENCE, calm: float = CALM) -> int:
    """Keep one group of workers running until asked to end; the result is 0 then."""
    options = ("--grace", str(grace), "--silence", str(silence))
    command = (sys.executable, "-m", "config.worker", "--once", *options)
    deaths = 0
    with asked_to_end() as asked:
        while not asked.is_set():
            group = Child("group", command, os.environ, death=signal.SIGTERM)
            begin = time.monotonic()
            group.start()
            ending = _wait(group, asked, silence / 4)
            if asked.is_set():
                group.stop(seconds=grace + 10)
                break
            deaths = 1 if time.monotonic() - begin > calm else deaths + 1
            pause = PAUSES[min(deaths, len(PAUSES)) - 1]
            sys.stderr.write(f"The workers {ending} and are started again in {pause:.0f} s.\n")
            asked.wait(pause)
    return 0


def _wait(group: Child, asked: threading.Event, patience: float) -> str:
    """How the group ended; one that is stopped itself can watch nobody and is ended by force."""
    assert group.process is not None  # it has been started
    process, last = psutil.Process(group.process.pid), time.monotonic()
    while not asked.wait(0.5):
        code = group.exit_code()
        if code is not None:
            return f"ended with code {code}"
        if not is_stopped(process):
            last = time.monotonic()
        elif time.monotonic() - last > patience:
            kill_group(process.pid)
            group.process.wait()
            return "were stopped"
    return "were asked to end"
