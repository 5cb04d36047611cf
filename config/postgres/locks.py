"""Locks on files: the kernel releases them when a process dies, however it dies."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from .errors import PostgresError


def open_lock(path: Path) -> int:
    """A descriptor to lock; close it to release."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Whether the lock could be had at once."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_locked(path: Path) -> bool:
    """Whether any living process holds the lock."""
    if not path.exists():
        return False
    descriptor = open_lock(path)
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def exclusive(path: Path, *, seconds: float) -> Iterator[None]:
    """Hold the lock for the block; wait for it at most `seconds`."""
    descriptor = open_lock(path)
    try:
        end = time.monotonic() + seconds
        while not try_lock(descriptor):
            if time.monotonic() > end:
                raise PostgresError(
                    f"Another process has been starting or stopping this server for {seconds:.0f} "
                    f"seconds ({path}). Try again when it is done."
                )
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)
