"""What an act says to the database: its values translated, its statements shown to observers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connections
from psycopg import adapt
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper

from .exchange import Order, Rows, exchange
from .parsing import Params, parsed

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from psycopg.abc import Transformer

logger = logging.getLogger(__name__)

Statement = tuple[str, Params]

MOST_PREPARED = 300
"""Statements that a connection keeps; an INSERT of three rows is another one than of two."""

_COMMIT: Statement = ("COMMIT", None)


@dataclass(frozen=True, slots=True)
class _Line:
    """What is kept per connection: the translator of values, with the dumpers that it has found."""

    link: psycopg.Connection[Any]
    translator: Transformer


@dataclass(frozen=True, slots=True)
class _Values:
    """How values travel. Every whole number as a bigint: else a statement would be prepared once
    for each combination of small and great keys.
    """

    adapters: adapt.AdaptersMap
    connection: psycopg.Connection[Any]


_lines: WeakKeyDictionary[BaseDatabaseWrapper, _Line] = WeakKeyDictionary()


def send(
    statements: Sequence[Statement], *, commit: bool = False, after: Statement | None = None
) -> list[Rows]:
    """Send all in one write and read the rows of each; errors are raised as Django's own.

    `commit` ends the transaction behind the last one, if it is the outermost; Django's own COMMIT
    then finds nothing to do. `after` is a question that is asked behind the COMMIT, in the same
    write. Nothing hangs on it: its rows come last, none where it was not asked or failed.
    Observers of statements (`connection.execute_wrapper`) see each before any is sent.
    """
    wrapper = connections["default"]
    wrapper.ensure_connection()
    wrapper.validate_no_broken_transaction()
    line = _line(wrapper)
    commits = commit and _is_outermost(wrapper)
    with wrapper.wrap_database_errors:
        orders = [_observed(wrapper, line, statement) for statement in statements]
        if commits:
            orders.append(_observed(wrapper, line, _COMMIT))
        question = _asked(wrapper, line, after) if commits and after else None
        begun = time.monotonic()
        with line.link.lock:
            rows, answer = line.link.wait(exchange(line.link, line.translator, orders, question))
    if wrapper.queries_logged:
        _log(wrapper, orders, time.monotonic() - begun)
    rows = rows[: len(statements)]
    return [*rows, answer] if after else rows


def _is_outermost(wrapper: BaseDatabaseWrapper) -> bool:
    """Whether there is one transaction and it is not that of a test, which is rolled back."""
    blocks = wrapper.atomic_blocks
    from_test = getattr(blocks[0], "_from_testcase", False) if blocks else False  # as Django asks
    return len(blocks) == 1 and not from_test


def _line(wrapper: BaseDatabaseWrapper) -> _Line:
    link = wrapper.connection
    line = _lines.get(wrapper)
    if line is None or line.link is not link:
        adapters = adapt.AdaptersMap(link.adapters)
        for dumper in (Int8Dumper, Int8BinaryDumper):  # the former in arrays
            adapters.register_dumper(int, dumper)
        line = _lines[wrapper] = _Line(link, adapt.Transformer(_Values(adapters, link)))
        link.prepared_max = max(link.prepared_max or 0, MOST_PREPARED)
    return line


def _observed(wrapper: BaseDatabaseWrapper, line: _Line, statement: Statement) -> Order:
    """The order of a statement, once those who watch statements have let it pass or changed it."""
    if not wrapper.execute_wrappers:
        return _order(line, *statement)
    orders: list[Order] = []

    def execute(sql: str, params: Params, _many: bool, _context: object) -> None:  # noqa: FBT001 - as Django calls it
        orders.append(_order(line, sql, params))

    watched: Callable[..., None] = execute
    for watcher in reversed(wrapper.execute_wrappers):
        watched = partial(watcher, watched)
    watched(*statement, False, {"connection": wrapper, "cursor": None})  # noqa: FBT003 - Django's
    return orders[-1]


def _asked(wrapper: BaseDatabaseWrapper, line: _Line, question: Statement) -> Order | None:
    """The order of the question behind the COMMIT; whoever stops it stops only the question."""
    try:
        return _observed(wrapper, line, question)
    except Exception:
        logger.exception("a question after an act could not be asked")
        return None


def _order(line: _Line, sql: str, params: Params) -> Order:
    form = parsed(sql, params)
    values = form.values(params)
    if not values:
        return Order(form.text)
    dumped = line.translator.dump_sequence(values, [adapt.PyFormat.AUTO] * len(values))
    types, formats = line.translator.types, line.translator.formats
    # libpq reads as many formats as there are values, whatever the length of the list.
    assert types is not None
    assert formats is not None
    assert len(formats) == len(dumped)
    return Order(form.text, types, dumped, formats)


def _log(wrapper: BaseDatabaseWrapper, orders: Sequence[Order], seconds: float) -> None:
    """For whoever looks at `connection.queries`; the time is that of all of them."""
    for order in orders:
        wrapper.queries_log.append({"sql": order.text.decode(), "time": f"{seconds:.3f}"})
