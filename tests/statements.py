"""Counts what is really sent to PostgreSQL, as libpq itself tells: every statement, none twice."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

# In libpq's own account: F from us, "Query" a simple statement, "Execute" one with parameters.
_SENT = re.compile(rb"^F\t\d+\t(Query|Execute)\b", re.MULTILINE)


@dataclass
class Count:
    """How many statements were sent; `log` is libpq's account."""

    sent: int = 0
    log: bytes = field(default=b"", repr=False)


@contextlib.contextmanager
def statements() -> Iterator[Count]:
    """Counts the statements of this thread's connection, BEGIN and COMMIT included."""
    connection.ensure_connection()
    pgconn, count = connection.connection.pgconn, Count()
    with tempfile.TemporaryFile() as file:
        pgconn.trace(file.fileno())
        pgconn.set_trace_flags(1)  # no time stamps
        try:
            yield count
        finally:
            pgconn.untrace()
        file.seek(0)
        count.log = file.read()
    count.sent = len(_SENT.findall(count.log))
