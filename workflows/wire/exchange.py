"""One write and one read: statements prepared by name, sent together, answered in their order.

What psycopg offers for this polls and writes once per statement. Here its public low level is
used (`pgconn` in pipeline mode) and, of what it keeps to itself, its book of prepared statements:
so both know at any time what the server still has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from psycopg import errors, generators
from psycopg.pq import ExecStatus, TransactionStatus

if TYPE_CHECKING:
    import psycopg
    from psycopg.abc import PQGen, Transformer
    from psycopg.pq import Format
    from psycopg.pq.abc import PGresult

Rows = list[tuple[Any, ...]]

_FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)
_numbers = count()


@dataclass(frozen=True, slots=True)
class Order:
    """One statement with its values as they travel."""

    text: bytes
    types: tuple[int, ...] = ()
    values: Sequence[Any] = ()
    formats: Sequence[Format] = ()


def exchange(
    link: psycopg.Connection[Any],
    translator: Transformer,
    orders: Sequence[Order],
    question: Order | None,
) -> PQGen[tuple[list[Rows], Rows]]:
    """Send the orders and the question behind them; the rows of the orders and of the question.

    Begins a transaction where the connection wants one. The first error is raised once the
    server has answered everything; an error of the question is nobody's concern.
    """
    # What psycopg still has to forget it forgets first, or it would take ours with it.
    yield from link._prepared.maintain_gen(link)  # noqa: SLF001 - see above
    talk = _Talk(link, translator)
    pgconn = link.pgconn
    pgconn.enter_pipeline_mode()
    try:
        if not link.autocommit and pgconn.transaction_status == TransactionStatus.IDLE:
            talk.say(Order(link._get_tx_start_command()))  # noqa: SLF001 - in psycopg's own words
        first = len(talk.waiting)
        for order in orders:
            talk.say(order)
        end = len(talk.waiting)
        if question:
            talk.say(question)
        pgconn.pipeline_sync()
        yield from generators.send(pgconn)
        heard = yield from talk.hear()
        pgconn.exit_pipeline_mode()
    except BaseException:
        # Nobody knows what is still to be answered: such a connection is of no use to anybody.
        pgconn.finish()
        raise
    error = next((item for item in heard[:end] if isinstance(item, Exception)), None)
    if error:
        raise error
    rows = [item if isinstance(item, list) else [] for item in heard]
    return rows[first:end], rows[end] if question else []


class _Talk:
    """The statements of one exchange and what comes back for each."""

    def __init__(self, link: psycopg.Connection[Any], translator: Transformer) -> None:
        self.link, self.translator = link, translator
        self.book = link._prepared  # noqa: SLF001 - see above
        # For each statement the key and the name under which it is prepared with it, if it is.
        self.waiting: list[tuple[tuple[bytes, tuple[int, ...]], bytes] | None] = []
        self.fresh: dict[tuple[bytes, tuple[int, ...]], bytes] = {}

    def say(self, order: Order) -> None:
        """Put one statement into the buffer; prepared with it where it is new."""
        key, pgconn = (order.text, order.types), self.link.pgconn
        name = self.book._names.get(key) or self.fresh.get(key)  # noqa: SLF001 - psycopg's book
        if name is None:
            name = self.fresh[key] = b"wire_%d" % next(_numbers)
            pgconn.send_prepare(name, order.text, order.types or None)
            self.waiting.append((key, name))
        else:
            self.waiting.append(None)
            if key in self.book._names:  # noqa: SLF001 - psycopg's book
                self.book._names.move_to_end(key)  # noqa: SLF001 - the least used is forgotten
        pgconn.send_query_prepared(name, order.values or None, order.formats or None)

    def hear(self) -> PQGen[list[Rows | Exception | None]]:
        """For each statement its rows, its error, or None if an earlier error kept it back."""
        heard: list[Rows | Exception | None] = []
        try:
            for prepared in self.waiting:
                error = None
                if prepared:
                    (answer,) = yield from generators.fetch_many(self.link.pgconn)
                    error = self._enter(prepared, answer)
                (answer,) = yield from generators.fetch_many(self.link.pgconn)
                heard.append(error or self._read(answer))
            yield from generators.fetch_many(self.link.pgconn)  # the end of the pipeline
        except errors.OperationalError:
            # The server said why before it went: that is the better reason.
            for item in heard:
                if isinstance(item, Exception):
                    raise item from None
            raise
        return heard

    def _enter(
        self, prepared: tuple[tuple[bytes, tuple[int, ...]], bytes], answer: PGresult
    ) -> Exception | None:
        key, name = prepared
        if answer.status in _FAILED:
            return self._error(answer)
        self.book._names[key] = name  # noqa: SLF001 - psycopg's book
        self.book._rotate()  # noqa: SLF001 - psycopg's book
        return None

    def _read(self, answer: PGresult) -> Rows | Exception | None:
        if answer.status in _FAILED:
            return self._error(answer)
        if answer.status != ExecStatus.TUPLES_OK:
            return []
        self.translator.set_pgresult(answer)
        return self.translator.load_rows(0, answer.ntuples, tuple)

    def _error(self, answer: PGresult) -> Exception | None:
        if answer.status != ExecStatus.FATAL_ERROR:
            return None
        return errors.error_from_result(answer, encoding=self.link.info.encoding)
