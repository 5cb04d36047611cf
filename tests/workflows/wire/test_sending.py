"""The wire: what goes in comes out, errors are Django's own, and the server keeps what it read."""

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)
from psycopg.pq import TransactionStatus
from psycopg.types.json import Jsonb

from tests.statements import statements
from workflows import wire
from workflows.models import User
from workflows.wire import sending

pytestmark = pytest.mark.django_db(transaction=True)

ONE = ("SELECT 1", None)
WRONG = ("SELECT 1 / %s::int", [0])
WRITE = (
    "INSERT INTO workflows_heartbeat (id, role, host, pid, started_at, beat_at)"
    " VALUES (%(id)s, 'tick', 'here', 1, now(), now())"
)


def prepared() -> set[str]:
    """The statements of the wire that the server keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'wire_%'")
        return {text for (text,) in cursor.fetchall()}


def beats() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM workflows_heartbeat")
        return int(cursor.fetchone()[0])


def beat() -> wire.Statement:
    return WRITE, {"id": uuid4()}


def test_values_come_back_as_they_went() -> None:
    at, key = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), uuid4()
    wire.send([("SELECT %s::bigint[], %s::bigint[]", [[1, 2], [None]])])
    values = {
        "number": 3_000_000_000, "none": None, "text": "100 % 'ja' \\", "at": at,
        "day": date(2026, 3, 2), "key": key, "raw": b"\x00\xff", "keys": [1, 70_000, None],
        "names": ["a,b", '"', ""], "yes": True, "sum": Decimal("1.50"), "data": Jsonb({"a": [1]}),
    }  # fmt: skip
    casts = {
        "number": "bigint", "none": "text", "text": "text", "at": "timestamptz", "day": "date",
        "key": "uuid", "raw": "bytea", "keys": "bigint[]", "names": "text[]", "yes": "boolean",
        "sum": "numeric", "data": "jsonb",
    }  # fmt: skip
    columns = ", ".join(f"%({name})s::{cast}" for name, cast in casts.items())
    ((row,),) = wire.send([(f"SELECT {columns}", values)])
    assert row == (*list(values.values())[:-1], '{"a": [1]}')


def test_names_may_stand_twice_and_percent_signs_alone() -> None:
    twice = ("SELECT %(a)s::int + %(a)s::int, 7 %% 4", {"a": 4})
    assert wire.send([twice, ("SELECT 7 % 4", None)]) == [[(8, 3)], [(3,)]]


def test_a_statement_longer_than_psycopg_keeps_is_prepared_once() -> None:
    long = ("SELECT %s::int" + " " * 5000, [1])
    with statements() as count:
        assert [wire.send([long]) for _ in range(3)] == [[[(1,)]]] * 3
    assert count.sent == 3
    assert count.log.count(b"\tParse\t") == 1


def test_small_and_great_keys_share_one_statement() -> None:
    asked = "SELECT %s::bigint AS which"
    for key in (1, 40_000, 5_000_000_000):
        assert wire.send([(asked, [key])]) == [[(key,)]]
    assert len([text for text in prepared() if "AS which" in text]) == 1


def test_many_statements_are_one_write_and_their_rows_come_in_order() -> None:
    many = [(f"SELECT {number} AS n, %s::int", [number]) for number in range(50)]
    assert wire.send(many) == [[(number, number)] for number in range(50)]


def test_more_rows_than_a_socket_holds_come_whole() -> None:
    big = "x" * 200_000
    rows = wire.send([("SELECT %s::text FROM generate_series(1, 40)", [big])] * 3)
    assert [len(one) for one in rows] == [40, 40, 40]
    assert {text for one in rows for (text,) in one} == {big}


def test_an_error_is_djangos_and_keeps_nothing() -> None:
    with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic():
        wire.send([beat(), WRONG, beat()])
    assert beats() == 0
    assert wire.send([ONE]) == [[(1,)]]


def test_an_error_of_a_constraint_is_one_of_integrity() -> None:
    same = beat()
    with pytest.raises(IntegrityError):
        wire.send([same, same])
    assert beats() == 0


def test_a_deferred_constraint_speaks_at_the_commit() -> None:
    broken = (
        "INSERT INTO workflows_caseaudience (case_id, desk_id, reason) VALUES (-1, -1, '')",
        None,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        wire.send([beat(), broken], commit=True)
    assert beats() == 0


def test_commit_ends_the_outermost_transaction_only() -> None:
    with transaction.atomic():
        with transaction.atomic():
            assert wire.send([beat()], commit=True, after=ONE) == [[], []]
        transaction.set_rollback(True)
    assert beats() == 0
    with transaction.atomic():
        assert wire.send([beat()], commit=True, after=ONE) == [[], [(1,)]]
    assert beats() == 1


def test_a_question_after_the_commit_may_fail() -> None:
    with transaction.atomic():
        assert wire.send([beat()], commit=True, after=WRONG) == [[], []]
    assert beats() == 1


def test_who_watches_statements_stops_all_of_them() -> None:
    def stop(execute, sql, params, many, context):
        if sql == "COMMIT":
            raise DatabaseError("stopped")
        return execute(sql, params, many, context)

    with (
        connection.execute_wrapper(stop),
        pytest.raises(DatabaseError, match="stopped"),
        transaction.atomic(),
    ):
        wire.send([beat()], commit=True)
    assert beats() == 0


def test_a_failure_within_whole_keeps_what_is_prepared() -> None:
    wire.send([ONE])
    before = prepared()
    with suppress(ZeroDivisionError), wire.whole():
        wire.send([beat()])
        raise ZeroDivisionError
    assert (beats(), prepared() >= before) == (0, True)
    with pytest.raises(DatabaseError), wire.whole():
        wire.send([beat(), WRONG])
    assert (beats(), prepared() >= before) == (0, True)
    assert wire.send([beat()]) == [[]]
    assert beats() == 1


def test_what_psycopg_forgets_is_prepared_again() -> None:
    wire.send([ONE])
    with suppress(ZeroDivisionError), transaction.atomic():
        wire.send([beat()])
        raise ZeroDivisionError
    assert prepared() == set()
    assert wire.send([ONE, beat()]) == [[(1,)], []]
    with transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic():
            wire.send([WRONG])
        assert wire.send([ONE, beat()]) == [[(1,)], []]
    assert beats() == 2


def test_a_connection_keeps_so_many_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(sending, "MOST_PREPARED", 20)
    connection.close()
    connection.ensure_connection()
    connection.connection.prepared_max = 20
    for number in range(100):
        assert wire.send([ONE, (f"SELECT {number}", None)]) == [[(1,)], [(number,)]]
        assert User.objects.count() == 0  # psycopg clears up with its own statements
    assert len(prepared()) <= 20 + 1
    assert "SELECT 1" in prepared()
    connection.close()


def test_a_lost_connection_is_an_operational_error_and_the_next_one_works() -> None:
    wire.send([ONE])
    values = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    other = psycopg.connect(**{n: values[n] for n in names if values.get(n)}, autocommit=True)
    with other:
        other.execute(
            "SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid]
        )
    with pytest.raises(OperationalError), wire.whole():
        wire.send([ONE, beat()])
    connection.close()
    assert wire.send([ONE, beat()]) == [[(1,)], []]


def test_plans_are_generic_to_the_end_of_the_transaction() -> None:
    show = ("SHOW plan_cache_mode", None)
    with transaction.atomic():
        wire.send([(f"SELECT {wire.GENERIC_PLANS}", None)])
        assert wire.send([show]) == [[("force_generic_plan",)]]
    assert wire.send([show]) == [[("auto",)]]


@pytest.mark.django_db
def test_a_test_of_its_own_transaction_sees_what_it_sends_and_nobody_else() -> None:
    wire.send([beat()], commit=True)
    assert connection.connection.info.transaction_status == TransactionStatus.INTRANS
    assert beats() == 1


def asked(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("first", [lambda: wire.send([ONE]), lambda: asked("SELECT 1")])
def test_begin_of_a_snapshot_says_so_whoever_speaks_first(first) -> None:
    with statements() as count:
        with wire.snapshot(read_only=True):
            first()
            levels = asked("SHOW transaction_isolation"), asked("SHOW transaction_read_only")
        assert levels == ("repeatable read", "on")
    assert count.sent == 5, count.log  # BEGIN, the first, two questions, COMMIT
    assert asked("SHOW transaction_isolation") == "read committed"
    with transaction.atomic():
        assert asked("SHOW transaction_isolation") == "read committed"


def test_snapshot_that_loses_its_connection_leaves_the_next_as_it_was() -> None:
    with pytest.raises(OperationalError), wire.snapshot():
        asked("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
    assert asked("SHOW transaction_isolation") == "read committed"
