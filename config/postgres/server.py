"""Starting, watching and stopping the server.

Whether it lives is never guessed from a process id: the server inherits a locked file, and the
kernel keeps that lock as long as any of its processes lives, and no longer.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from . import parameters
from .binaries import program
from .cluster import Cluster
from .creation import ensure_data, ensure_database
from .errors import PostgresError
from .identity import identity
from .locks import exclusive, is_locked, open_lock, try_lock

PATIENCE = 120.0  # seconds; recovery after a crash takes its time
_LOG_LIMIT = 10 * 2**20

# A server belongs to whoever reaps it; kept so that it is not reported as forgotten.
_children: dict[Path, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Status:
    """Whether the server runs and answers."""

    running: bool
    ready: bool
    pid: int | None


def status(cluster: Cluster) -> Status:
    """What is the case now."""
    running = is_locked(_alive(cluster))
    return Status(
        running=running,
        ready=running and _answers(cluster),
        pid=_pid(cluster) if running else None,
    )


def is_in_use(cluster: Cluster) -> bool:
    """Whether anybody holds a lease."""
    return is_locked(_users(cluster))


def start(cluster: Cluster, *, durable: bool = True, keep: bool = True) -> bool:
    """Start the server and wait until it answers; False if it ran already.

    Makes the data directory and the database first if there are none. With `keep` the server
    stays until `stop`, else until its last `lease` ends.
    """
    cluster.make_folder()
    with exclusive(_control(cluster), seconds=PATIENCE):
        return _start(cluster, durable=durable, keep=keep)


def stop(cluster: Cluster) -> bool:
    """Stop the server cleanly and wait for its end; False if it did not run."""
    if not cluster.folder.exists():
        return False
    with exclusive(_control(cluster), seconds=PATIENCE):
        return _stop(cluster)


@contextlib.contextmanager
def lease(cluster: Cluster, *, durable: bool = True, keep: bool = False) -> Iterator[None]:
    """A server for the block. The last to leave stops a server that a lease started."""
    cluster.make_folder()
    with exclusive(_control(cluster), seconds=PATIENCE):
        _start(cluster, durable=durable, keep=keep)
        users = open_lock(_users(cluster))
        try_lock(users, shared=True)
    try:
        yield
    finally:
        with exclusive(_control(cluster), seconds=PATIENCE):
            os.close(users)
            if _transient(cluster).exists() and not is_in_use(cluster):
                _stop(cluster)


def _start(cluster: Cluster, *, durable: bool, keep: bool) -> bool:
    alive = open_lock(_alive(cluster))
    try:
        if not _take_over(cluster, alive):
            if keep:
                _transient(cluster).unlink(missing_ok=True)
            return False
        ensure_data(cluster)
        _remove_leftovers(cluster)
        cluster.make_sockets()
        _launch(cluster, alive, durable=durable)
    finally:
        os.close(alive)
    _wait_until_ready(cluster)
    ensure_database(cluster)
    if keep:
        _transient(cluster).unlink(missing_ok=True)
    else:
        _transient(cluster).touch()
    return True


def _take_over(cluster: Cluster, alive: int) -> bool:
    """True when no server lives (the lock is ours now), False when one answers."""
    end = time.monotonic() + PATIENCE
    while not try_lock(alive):
        if _answers(cluster):
            return False
        if time.monotonic() > end:
            raise PostgresError(
                f"A server on {cluster.data} runs but does not answer. See {cluster.log}, "
                "or end it with `manage.py db stop`."
            )
        time.sleep(0.1)
    return True


def _remove_leftovers(cluster: Cluster) -> None:
    # After a crash these files name a process id that may belong to anybody by now. We hold the
    # lock, so no server of ours is behind them; one started by hand would be.
    pid = _pid(cluster)
    if pid is not None and _is_server_of(cluster, pid):
        raise PostgresError(
            f"Process {pid} serves {cluster.data} but was not started by this launcher. Stop it."
        )
    for name in ("postmaster.pid", "postmaster.opts"):
        (cluster.data / name).unlink(missing_ok=True)
    for leftover in cluster.sockets.glob(".s.PGSQL.*"):
        leftover.unlink()


def _is_server_of(cluster: Cluster, pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == cluster.data
    except OSError:
        return False


def _launch(cluster: Cluster, alive: int, *, durable: bool) -> None:
    if cluster.log.exists() and cluster.log.stat().st_size > _LOG_LIMIT:
        cluster.log.rename(cluster.log.with_suffix(".log.1"))
    crashed = _children.pop(cluster.folder, None)
    if crashed is not None:
        crashed.wait()
    command = [program("postgres"), *parameters.arguments(cluster, durable=durable)]
    with cluster.log.open("ab") as log:
        _children[cluster.folder] = subprocess.Popen(
            [*identity().prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            pass_fds=[alive],
            start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
            **identity().popen(),
        )


def _wait_until_ready(cluster: Cluster) -> None:
    child = _children[cluster.folder]
    end = time.monotonic() + PATIENCE
    while not _answers(cluster):
        if child.poll() is not None or time.monotonic() > end:
            lines = cluster.log.read_text(errors="replace").splitlines()[-15:]
            raise PostgresError("\n".join(["The server did not start. It says:", *lines]))
        time.sleep(0.05)


def _answers(cluster: Cluster) -> bool:
    """Whether this server, and no other, answers a query."""
    try:
        with psycopg.connect(cluster.conninfo()) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]).resolve() == cluster.data


def _stop(cluster: Cluster) -> bool:
    _transient(cluster).unlink(missing_ok=True)
    # The gentle way lets queries end with an error and writes a checkpoint; the hard way leaves
    # recovery to the next start.
    stopped = False
    for number, seconds in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 20.0)):
        pid = _pid(cluster)
        if not is_locked(_alive(cluster)):
            return stopped
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        stopped = _ends_within(cluster, seconds)
        if stopped:
            cluster.remove_sockets()
            return True
    raise PostgresError(f"The server on {cluster.data} (process {_pid(cluster)}) does not end.")


def _ends_within(cluster: Cluster, seconds: float) -> bool:
    end = time.monotonic() + seconds
    child = _children.get(cluster.folder)
    while is_locked(_alive(cluster)):
        if time.monotonic() > end:
            return False
        if child is not None:
            child.poll()
        time.sleep(0.05)
    if child is not None:
        child.wait()
        del _children[cluster.folder]
    return True


def _pid(cluster: Cluster) -> int | None:
    try:
        return int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _alive(cluster: Cluster) -> Path:
    return cluster.folder / "alive.lock"


def _control(cluster: Cluster) -> Path:
    return cluster.folder / "control.lock"


def _users(cluster: Cluster) -> Path:
    return cluster.folder / "users.lock"


def _transient(cluster: Cluster) -> Path:
    return cluster.folder / "transient"
