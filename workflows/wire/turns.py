"""Work that one process at a time does, on however many hosts, and work that talks to others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection


@contextmanager
def patience() -> Iterator[None]:
    """In the block a transaction may rest while another system is talked to; elsewhere it is ended
    soon, or a host that vanished would hold its locks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '10min'")
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("RESET idle_in_transaction_session_timeout")


@contextmanager
def turn(name: str) -> Iterator[bool]:
    """Whether it is our turn: then nobody else has it until the block ends, or this process does.

    Nobody waits: who comes second leaves the work to the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            # A connection that is lost has given the lock back already.
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
