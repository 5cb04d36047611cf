"""Signs of life as empty files, so that a hanging cluster needs neither socket nor lock to show it.

Their times of change hold the monotonic clock, which nobody sets forward or back.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "WORKER_MARKS"
GROUP = "WORKER_GROUP"
PULSE = "WORKER_PULSE"
"""In the environment of a cluster: the folder of its marks; its id and who watches, as uuid:pid;
the seconds between two pulses."""

FINISHED = "finished"
"""A job has gone the whole way: taken, done, and its result written."""

SENTINEL = "sentinel"
"""The sentinel has gone round."""


STARTED = "started"
"""The group has begun."""


@dataclass(frozen=True)
class Marks:
    """The marks of one group."""

    folder: Path

    def set(self, name: str) -> None:
        """Say that this lives now."""
        self._write(name, time.monotonic_ns(), time.monotonic_ns())

    def age(self, name: str) -> float | None:
        """Seconds since it last said so; None if it never did."""
        try:
            return (time.monotonic_ns() - (self.folder / name).stat().st_mtime_ns) / 1e9
        except FileNotFoundError:
            return None

    def begin_job(self, pid: int) -> None:
        """Say that a process has begun a job."""
        self.set(f"job-{pid}")

    def go_on(self, pid: int) -> None:
        """Say that the job of a process goes on."""
        with contextlib.suppress(FileNotFoundError):
            begun = (self.folder / f"job-{pid}").stat().st_atime_ns
            self._write(f"job-{pid}", begun, time.monotonic_ns())

    def end_job(self, pid: int) -> None:
        """Say that it has ended."""
        (self.folder / f"job-{pid}").unlink(missing_ok=True)

    def jobs(self) -> Iterator[tuple[float, float]]:
        """Of each running job, how many seconds ago it began and last gave a sign of life."""
        now = time.monotonic_ns()
        for path in self.folder.glob("job-*"):
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                yield (now - found.st_atime_ns) / 1e9, (now - found.st_mtime_ns) / 1e9

    def _write(self, name: str, begun: int, now: int) -> None:
        path = self.folder / name
        if not path.exists():
            path.touch()
        os.utime(path, ns=(begun, now))


def from_environment() -> Marks | None:
    """The marks of the group that this process belongs to, if it belongs to one."""
    folder = os.environ.get(VARIABLE)
    return Marks(Path(folder)) if folder else None
