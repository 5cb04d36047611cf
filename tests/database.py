"""The database of a test run: a server that is there when needed, a name nobody else uses."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from config.postgres import locks, server
from config.postgres.cluster import Cluster


@contextlib.contextmanager
def embedded_server(folder: Path) -> Iterator[None]:
    """The embedded server; the last run to leave stops it, unless KEEP_PG=1."""
    with server.lease(Cluster(folder), durable=False, keep=os.environ.get("KEEP_PG") == "1"):
        yield


@contextlib.contextmanager
def unused_name(wanted: str, *, folder: Path) -> Iterator[str]:
    """`wanted`, or with a number behind it while other runs use it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 100):
        name = wanted if number == 1 else f"{wanted}_{number}"
        descriptor = locks.open_lock(folder / f"{name}.lock")
        if locks.try_lock(descriptor):
            break
        os.close(descriptor)
    try:
        yield name
    finally:
        os.close(descriptor)
