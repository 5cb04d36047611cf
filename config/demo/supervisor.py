"""Runs the demo from the start of its database to the end of its last process."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType

from ..postgres import creation, server
from ..postgres.cluster import Cluster
from ..postgres.errors import PostgresError
from ..processes import Child, wait_for_end
from . import leftovers
from .errors import DemoError
from .options import CHECKOUT, HOST, Options, require_free

_START = 60.0  # seconds for the web server to answer
_QUICK = 30.0  # a worker that dies within so many seconds ...
_LOOK = 2.0  # seconds between two looks at the database
_DEATHS = 3  # ... more often than this in a row will not come to life


class _Ended(Exception):  # noqa: N818  # not an error: somebody wants the demo to end
    pass


def run(options: Options) -> int:
    """Run the demo until it is ended; raises DemoError when it cannot."""
    require_free(options.port)
    begin = time.monotonic()
    with leftovers.only_demo(options.folder), _ending_on_signals(), _database(options):
        _prepare(options)
        children = [_web(options), _worker(options)]
        try:
            for child in children:
                leftovers.note(options.folder, child.name, child.start())
            _wait_until_ready(options, children)
            _greet(options, seconds=time.monotonic() - begin)
            _watch(options, children)
        finally:
            for child in children:
                child.stop()
    return 0


@contextlib.contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Turn Ctrl-C and a request to end into the end of the block, once."""

    def end(_number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise _Ended

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
    with contextlib.suppress(_Ended):
        yield
    print("\nThe demo has ended.")


@contextlib.contextmanager
def _database(options: Options) -> Iterator[None]:
    if options.postgres is None:
        yield
        return
    cluster = Cluster(options.postgres)
    with server.lease(cluster):
        if options.reset:
            creation.renew_database(cluster)
        yield


def _prepare(options: Options) -> None:
    """Migrate and seed, in a process of its own that shows its progress."""
    command = [sys.executable, "manage.py", "prepare_demo"]
    if options.reset:
        # Only the demo's own folders: what somebody named may hold more than the demo's files.
        for name in ("files", "mail"):
            if f"FEDERFUEHRUNG_{name.upper()}" not in os.environ:
                shutil.rmtree(CHECKOUT / "var" / name / "demo", ignore_errors=True)
        command.append("--reset")
    environment = {**_environment(options), "DATABASE_AS_OWNER": "1"}
    done = subprocess.Popen(command, env=environment, cwd=CHECKOUT)
    try:
        code = done.wait()
    except _Ended:
        done.terminate()
        done.wait()
        raise
    if code:
        raise DemoError("The database of the demo could not be prepared; the reason stands above.")


def _revive_database(options: Options) -> bool:
    """Start an embedded server again that is gone; raises DemoError if it does not come back."""
    if options.postgres is None:
        return False
    cluster = Cluster(options.postgres)
    if server.status(cluster).running:
        return False
    print("PostgreSQL has ended and is started again.", flush=True)
    try:
        return server.start(cluster, keep=False)
    except PostgresError as error:
        raise DemoError(f"PostgreSQL has ended and does not come back: {error}") from error


def _environment(options: Options) -> dict[str, str]:
    return {
        **os.environ,
        "DEMO": "1",
        "BASE_URL": options.address.rstrip("/"),
        "PYTHONUNBUFFERED": "1",
    }


def _web(options: Options) -> Child:
    command = (
        *(sys.executable, "-m", "gunicorn", "config.wsgi"),
        *("--bind", f"{HOST}:{options.port}", "--worker-tmp-dir", str(options.folder)),
        # Loaded once and forked, two workers cost little more memory than one.
        *("--preload", "--config", "python:config.web", "--workers", "2"),
        *("--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"),
    )
    return Child("web", command, _environment(options))


def _worker(options: Options) -> Child:
    command = (sys.executable, "-m", "config.worker", "--once", "--grace", "8")
    return Child("worker", command, _environment(options))


def _wait_until_ready(options: Options, children: list[Child]) -> None:
    end = time.monotonic() + _START
    while not _answers(options.port):
        ended = wait_for_end(children, seconds=0.2)
        if ended is not None:
            raise DemoError(f"The {ended.name} process ended at once; the reason stands above.")
        if time.monotonic() > end:
            raise DemoError(f"The web server does not answer on {options.address}.")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


def _greet(options: Options, *, seconds: float) -> None:
    print(
        f"\n  Federführung runs after {seconds:.0f} seconds: {options.address}\n\n"
        "  Its login page lists the roles of the demo city; one click logs you in.\n"
        "  The mails that the demo sends stay here and are read from that page, too.\n\n"
        "  Ctrl-C ends everything. RESET=1 begins with a new city, PORT= takes another port.\n",
        flush=True,
    )


def _watch(options: Options, children: list[Child]) -> None:
    """Start the database or a worker again that died; without the web server there is no demo."""
    deaths, begin = 0, time.monotonic()
    while True:
        ended = wait_for_end(children, seconds=_LOOK)
        if _revive_database(options):
            # Whoever died of it is not to blame.
            deaths = 0
        if ended is None:
            continue
        deaths = deaths + 1 if time.monotonic() - begin < _QUICK else 1
        begin = time.monotonic()
        if ended.name == "web" or deaths > _DEATHS:
            raise DemoError(f"The {ended.name} ended with code {ended.exit_code()}.")
        print(f"The {ended.name} ended with code {ended.exit_code()} and is started again.")
        ended.stop()
        time.sleep(1)
        leftovers.note(options.folder, ended.name, ended.start())
