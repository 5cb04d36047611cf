"""`make demo` from a fresh clone: how long until it runs, how much memory it takes."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import Row

TITLE = "The demo from a fresh clone, packages cached"
CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 600
SETTLING = 20
RUNS = "Federführung runs"


def measure() -> list[Row]:
    """Clone, start, weigh, stop; then start once more on the same city."""
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(CHECKOUT), str(clone)], check=True)
        with _running(clone) as (process, seconds):
            time.sleep(SETTLING)
            memory = _memory(process.pid)
            first = seconds
        with _running(clone) as (_process, again):
            later = again
    return [
        Row("first start: packages, database, ten months of a city", first, "s", 60),
        Row("a later start", later, "s", 10),
        Row("memory (PSS) of all processes, PostgreSQL included", memory, "MiB", 500),
    ]


@contextlib.contextmanager
def _running(clone: Path) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """The demo until it says that it runs; it is ended as by Ctrl-C."""
    hidden = ("DJANGO_", "FEDERFUEHRUNG_", "DEMO", "VIRTUAL_ENV")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    begin = time.perf_counter()
    process = subprocess.Popen(
        ["make", "demo", f"PORT={_free_port()}"],
        cwd=clone, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if RUNS in line:
                break
            assert time.perf_counter() - begin < PATIENCE, "the demo did not start in time"
        else:
            raise RuntimeError("the demo ended before it ran")
        yield process, time.perf_counter() - begin
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=120)


def _memory(root: int) -> float:
    """The proportional set size of a process and all below it, in MiB."""
    total = 0
    for pid in _below(root):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def _below(root: int) -> list[int]:
    """A process and its descendants; PostgreSQL's own session included."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
