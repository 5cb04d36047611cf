"""When a cluster is dead or hangs."""

import time
from dataclasses import dataclass, field

import psutil

from .marks import FINISHED, SENTINEL, STARTED, Marks

SILENCE = 120.0
"""After so many seconds without a sign of life a group hangs: it ends within three minutes."""

START = 30.0
"""Seconds that a cluster may take before its first sign of life."""


@dataclass
class Vitals:
    """Looks at the processes of a cluster again and again."""

    main: int
    marks: Marks
    silence: float = SILENCE
    _known: dict[int, psutil.Process] = field(default_factory=dict, init=False)
    _suspicions: dict[str, float] = field(default_factory=dict, init=False)

    def trouble(self) -> str | None:
        """Why the group must end now, if it must."""
        self._known |= _family(self.main)
        dead = next((pid for pid, process in self._known.items() if _is_dead(process)), None)
        if dead is not None:
            return f"process {dead} of the cluster died"
        return self._lasting({*self._stopped(), *self._silent()})

    def _lasting(self, suspicions: set[str]) -> str | None:
        """A suspicion that has held for a while: between two long jobs all may look silent."""
        now = time.monotonic()
        self._suspicions = {each: self._suspicions.get(each, now) for each in suspicions}
        patience = self.silence / 12
        return next((e for e, since in self._suspicions.items() if now - since > patience), None)

    def _stopped(self) -> list[str]:
        return [
            f"process {pid} of the cluster is stopped"
            for pid, process in self._known.items()
            if is_stopped(process)
        ]

    def _silent(self) -> list[str]:
        found = []
        if self._silence(SENTINEL) > self.silence:
            found.append(f"the sentinel has not gone round for {self.silence:.0f} seconds")
        # A long job that goes on may keep all others waiting: then it is its beginning that counts.
        begun = [age for age, silent in self.marks.jobs() if silent < self.silence]
        if self._silence(FINISHED) - max(begun, default=0.0) > self.silence:
            found.append(f"no job has ended for {self.silence:.0f} seconds")
        return found

    def _silence(self, name: str) -> float:
        age = self.marks.age(name)
        return (self.marks.age(STARTED) or 0.0) - START if age is None else age


def is_stopped(process: psutil.Process) -> bool:
    """Whether somebody has stopped it (SIGSTOP); a debugger's hold is none of our business."""
    try:
        return bool(process.status() == psutil.STATUS_STOPPED)
    except psutil.NoSuchProcess:
        return False


def _family(main: int) -> dict[int, psutil.Process]:
    try:
        leader = psutil.Process(main)
        return {main: leader, **{child.pid: child for child in leader.children(recursive=True)}}
    except psutil.NoSuchProcess:
        return {}


def _is_dead(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
