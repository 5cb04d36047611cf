"""Child processes that never outlive their supervisor."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1]
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program in a process group of its own."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    # What the kernel sends to it should the supervisor be killed.
    death: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> int:
        """Start it and return its process id."""
        self.process = subprocess.Popen(
            self.command,
            env={**self.environment},
            cwd=_CHECKOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor, which ends all in order
            preexec_fn=partial(die_with_parent, self.death),  # noqa: PLW1509 - it makes one system call and no lock
        )
        return self.process.pid

    def exit_code(self) -> int | None:
        """None while it runs."""
        return None if self.process is None else self.process.poll()

    def stop(self, *, seconds: float = 15.0) -> None:
        """Ask the leader to end its group in order; then end by force what is left."""
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=seconds)
        kill_group(self.process.pid)
        self.process.wait()
        self.process = None


def kill_group(group: int) -> None:
    """End all processes of the group, if there are any left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def wait_for_end(children: list[Child], *, seconds: float) -> Child | None:
    """The first child that ended, None if all still run after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for child in children:
            if child.exit_code() is not None:
                return child
        time.sleep(0.2)
    return None


def die_with_parent(number: signal.Signals = signal.SIGKILL) -> None:
    """Let the kernel send a signal to this process when its parent ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
