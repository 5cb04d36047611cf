"""A transaction whose failure costs its connection nothing, and one that reads one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction
from psycopg import IsolationLevel, generators
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


@contextmanager
def snapshot(*, read_only: bool = False) -> Iterator[None]:
    """An outermost transaction that reads from the moment of its first statement.

    BEGIN itself says so: no statement is sent for it.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    link = connection.connection
    link.isolation_level, link.read_only = IsolationLevel.REPEATABLE_READ, read_only or None
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        # A connection that was lost takes its level with it.
        if link.pgconn.transaction_status == TransactionStatus.IDLE:
            link.isolation_level = link.read_only = None


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
