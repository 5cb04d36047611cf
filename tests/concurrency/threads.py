"""Real threads on real connections, let go at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

Deed = Callable[[], Any]


def at_once(deeds: Sequence[Deed], *, threads: int | None = None) -> list[Any]:
    """What each deed returned or raised, in their order; all begin together.

    With fewer threads than deeds each thread does its share one after the other.
    """
    threads = threads or len(deeds)
    together = Barrier(threads)
    results: list[Any] = [None] * len(deeds)

    def work(number: int) -> None:
        try:
            connection.ensure_connection()
            together.wait(30)
            for place in range(number, len(deeds), threads):
                results[place] = _done(deeds[place])
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        for future in [pool.submit(work, number) for number in range(threads)]:
            future.result(300)
    return results


def _done(deed: Deed) -> Any:
    try:
        return deed()
    except Exception as error:  # noqa: BLE001 - the test looks at it
        return error


@contextmanager
def held(take: Deed) -> Iterator[None]:
    """Somebody else's transaction that has taken some rows and drops them after the block."""
    taken, done = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                take()
                taken.set()
                done.wait(60)
                transaction.set_rollback(True)
        finally:
            taken.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        try:
            assert taken.wait(60)
            yield
        finally:
            done.set()
            holding.result(60)


def kinds(results: Sequence[Any]) -> list[str]:
    """The names of the types, sorted: how many succeeded, how many were refused and why."""
    return sorted(type(result).__name__ for result in results)
