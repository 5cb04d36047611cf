"""Another process that has the turn (`workflows/wire/turns.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


@contextmanager
def elsewhere(name: str) -> Iterator[None]:
    """In the block another connection has the turn of this name."""
    with psycopg.connect(**connection.get_connection_params()) as held:
        held.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        yield
        # The server needs a moment to notice a closed connection.
        held.execute("SELECT pg_advisory_unlock_all()")
