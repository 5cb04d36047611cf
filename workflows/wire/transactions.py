"""A transaction whose failure costs its connection nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction
from psycopg import generators
from psycopg.pq import TransactionStatus

GENERIC_PLANS = "set_config('plan_cache_mode', 'force_generic_plan', true)"
"""Selected by the first statement of an act: until the end of its transaction each statement runs
by the plan that its connection keeps. Left to itself PostgreSQL plans an act's longest statements
anew each time in a city of two hundred desks, which takes longer than running them. Never for a
whole connection: lists need plans for their values.
"""

_UNDER_WAY = frozenset({TransactionStatus.INTRANS, TransactionStatus.INERROR})


@contextmanager
def whole() -> Iterator[None]:
    """All or nothing, as `transaction.atomic()`; after a failure the connection is as quick as
    before. psycopg forgets every prepared statement at its own ROLLBACK, in case that tables come
    back with it; an act makes and drops none.
    """
    with transaction.atomic():
        try:
            yield
        except BaseException:
            _roll_back()
            raise


def _roll_back() -> None:
    """End the transaction, if it is ours to end, before Django and psycopg do."""
    if len(connection.atomic_blocks) != 1:
        return
    link = connection.connection
    pgconn = link.pgconn
    if link.closed or pgconn.transaction_status not in _UNDER_WAY:
        return
    try:
        with link.lock:
            pgconn.send_query(b"ROLLBACK")
            link.wait(generators.execute(pgconn))
    except psycopg.Error:
        return  # the connection is lost, and the transaction with it; Django finds out
