"""What a demo notes about itself, so that a later `make stop` finds what a crash left."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from ..postgres import locks, server
from ..postgres.cluster import Cluster
from ..postgres.errors import PostgresError
from ..processes import kill_group
from .errors import DemoError
from .options import CHECKOUT


@contextlib.contextmanager
def only_demo(folder: Path) -> Iterator[None]:
    """Hold the block as the one demo of this checkout; raises DemoError if there is another."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = locks.open_lock(folder / "demo.lock")
    try:
        if not locks.try_lock(descriptor):
            raise DemoError(
                "The demo of this checkout runs already. End it with Ctrl-C there, or: make stop"
            )
        _end_children(folder)
        note(folder, "supervisor", os.getpid())
        yield
        _notes(folder).unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def note(folder: Path, name: str, pid: int) -> None:
    """Remember a process of the demo with the moment of its birth, which nobody else shares."""
    known = _read(folder)
    known[name] = (pid, psutil.Process(pid).create_time())
    _notes(folder).write_text(json.dumps(known))


def stop_all(folder: Path, *, servers: Path = CHECKOUT / "var" / "pg") -> list[str]:
    """End the demo of this checkout and idle embedded servers; the result says what was done."""
    done = []
    if _end_supervisor(folder):
        done.append("The demo has ended.")
    if _end_children(folder):
        done.append("Left-over processes of the demo have ended.")
    for marker in sorted(servers.glob("*/alive.lock")):
        done += _end_server(Cluster(marker.parent))
    return done


def _end_supervisor(folder: Path) -> bool:
    if not locks.is_locked(folder / "demo.lock"):
        return False
    pid, _ = _read(folder)["supervisor"]
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + 60
    while locks.is_locked(folder / "demo.lock"):
        if time.monotonic() > end:
            raise DemoError(f"The demo (process {pid}) does not end.")
        time.sleep(0.1)
    return True


def _end_children(folder: Path) -> bool:
    """End what a killed supervisor left; True if there was anything."""
    found = False
    for pid, born in _read(folder).values():
        if _lives(pid, born) and pid != os.getpid():
            found = True
            with contextlib.suppress(psutil.TimeoutExpired, psutil.NoSuchProcess):
                psutil.Process(pid).terminate()
                psutil.Process(pid).wait(timeout=15)
            kill_group(pid)
    _notes(folder).unlink(missing_ok=True)
    return found


def _end_server(cluster: Cluster) -> list[str]:
    name = cluster.folder.name
    if not server.status(cluster).running:
        return []
    if server.is_in_use(cluster):
        return [f"PostgreSQL ({name}) is in use and was left alone."]
    try:
        server.stop(cluster)
    except PostgresError as error:
        return [str(error)]
    return [f"PostgreSQL ({name}) has ended."]


def _lives(pid: int, born: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - born) < 1.0
    except psutil.NoSuchProcess:
        return False


def _notes(folder: Path) -> Path:
    return folder / "processes.json"


def _read(folder: Path) -> dict[str, tuple[int, float]]:
    try:
        known = json.loads(_notes(folder).read_text())
    except (OSError, ValueError):
        return {}
    return {name: (int(pid), float(born)) for name, (pid, born) in known.items()}
