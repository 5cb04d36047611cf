"""Rows that are made once in a process and then put back, by one statement for each table."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import wraps
from inspect import isfunction, signature
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import UserSettingsHolder, settings
from django.db import connection, transaction
from psycopg import sql

Made = TypeVar("Made")
Dump = Mapping[str, list[bytes]]
Written = tuple[str | None, Mapping[str, int]]
"""A transaction that writes, and a count of the rows of each table that grows with each row."""

NUMBERS = range(10_000, 10_000_000, 1_000)
"""Where the numbers of the rows that one maker makes begin.

A database begins its own behind all of them, so that rows are put back beside whatever was made.
"""

_KEPT_BY_TRIGGERS = frozenset({"workflows_organisationversion"})

_free = iter(NUMBERS)
_making: list[int] = []
_ground: list[tuple[object, Written]] = []
"""The maker that was the first to write in this transaction, and what was written at its end."""

_grounds: dict[object, Dump] = {}
"""All rows after such a maker."""


def begin_behind() -> None:
    """Let all sequences of this database begin behind the numbers of what is put back."""
    _set(dict.fromkeys(_sequences(), NUMBERS.stop))


@dataclass(frozen=True)
class Rows:
    """The rows of each table, as COPY writes them, and the stored files that they name."""

    tables: Mapping[str, bytes]
    files: Mapping[str, bytes]

    def put_back(self) -> None:
        """Insert them into a database that has none of them; triggers do what they always do."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, lines in self.tables.items():
                statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
                with cursor.copy(statement) as stream:
                    stream.write(lines)
        for name, content in self.files.items():
            # Other tests may have tidied up meanwhile.
            path = Path(settings.MEDIA_ROOT, name)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def remembered(make: Callable[[], Made]) -> Callable[[], Made]:
    """`make`, which from the second call on puts back the rows that the first one made.

    Every call returns a copy of its own of what the first one returned.
    """
    kept: list[tuple[Rows, Made]] = []

    @wraps(make)
    def made() -> Made:
        is_first = connection.in_atomic_block and not _has_written()
        if kept:
            rows, result = kept[0]
            rows.put_back()
        else:
            with _numbers_of_its_own():
                before = _dump()
                result = make()
                kept.append((_added(before, _dump()), result))
        if is_first and not _making:
            _ground[:] = [(made, _written())]
        return copy.deepcopy(result)

    return made


def remembered_after(
    maker: object, state: Callable[[Any], tuple[object, ...]], restore: Callable[[Any, Any], None]
) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """A method that makes something and puts it back from its second call on.

    Only where `maker` made all that there is, nothing was written since and nothing that a test
    may change is another: `state` tells what the method goes by beside its arguments, and
    `restore` brings an object to where the first call had left the one that it was called on. A
    call that changes rows of `maker` is made each time.
    """

    def decorate(method: Callable[..., Made]) -> Callable[..., Made]:
        kept: dict[str, tuple[Rows, Made, Any] | None] = {}

        @wraps(method)
        def made(self: Any, *args: Any, **more: Any) -> Made:
            given = (state(self), args, more)
            if not _is_plain(given) or not _is_ground(maker):
                return method(self, *args, **more)
            key = repr((type(self), given, _settings()))
            if kept.get(key, ()) is None:
                return method(self, *args, **more)
            if key in kept:
                rows, result, left = cast(tuple[Rows, Made, Any], kept[key])
                rows.put_back()
            else:
                [(_maker, written)] = _ground
                before = _grounds.get(maker) or _grounds.setdefault(maker, _dump())
                with _numbers_of_its_own():
                    result = method(self, *args, **more)
                    after, left = _dump(_since(written)), copy.deepcopy(self)
                kept[key] = (_added(before, after), result, left) if _adds(before, after) else None
            restore(self, left)
            return copy.deepcopy(result)

        return made

    return decorate


def all_remembered_after(
    maker: object,
    state: Callable[[Any], tuple[object, ...]],
    restore: Callable[[Any, Any], None],
) -> Callable[[type[Made]], type[Made]]:
    """A class whose public methods are remembered, those that need nothing to be called."""

    def decorate(kind: type[Made]) -> type[Made]:
        for name, method in [*vars(kind).items()]:
            if isfunction(method) and not name.startswith("_") and _needs_nothing(method):
                setattr(kind, name, remembered_after(maker, state, restore)(method))
        return kind

    return decorate


def _needs_nothing(method: Callable[..., object]) -> bool:
    _self, *others = signature(method).parameters.values()
    return all(p.default is not p.empty or p.kind is p.VAR_KEYWORD for p in others)


def _is_plain(value: object) -> bool:
    """Whether what is written of a value tells all of it."""
    if isinstance(value, Mapping):
        return all(map(_is_plain, value.items()))
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float | Decimal | date | time | UUID)


running: list[object] = []
"""The test that runs."""


def _is_patched() -> bool:
    patches = [getattr(test, "funcargs", {}).get("monkeypatch") for test in running]
    return any(patch and (patch._setattr or patch._setitem) for patch in patches)


def _is_ground(maker: object) -> bool:
    """Whether this transaction holds what the maker has made, and that alone."""
    if not connection.in_atomic_block or connection.needs_rollback or _is_patched():
        return False
    return _ground == [(maker, _written())]


def _has_written() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _written() -> Written:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS written"
            " FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
            " UNION ALL SELECT pg_current_xact_id_if_assigned()::text, 0"
        )
        *tables, (transaction_id, _nothing) = cursor.fetchall()
    return transaction_id, dict(tables)


def _since(before: Written) -> list[str]:
    """The tables that were written."""
    return [table for table, rows in _written()[1].items() if before[1].get(table) != rows]


def _settings() -> list[tuple[str, object]]:
    """What this test has set otherwise, but for the file that each has of its own."""
    found, holder = {}, settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        found = {**holder.__dict__, **found}
        holder = holder.default_settings
    return sorted((n, repr(v)) for n, v in found.items() if n.isupper() and n != "SEAL_NOTE_FILE")


def _adds(before: Dump, after: Dump) -> bool:
    """Whether all rows that were there are as they were."""
    return all(
        set(before[table]) <= set(lines)
        for table, lines in after.items()
        if table not in _KEPT_BY_TRIGGERS
    )


@contextmanager
def _numbers_of_its_own() -> Iterator[None]:
    """Whoever is called by another maker goes on with the other's numbers: its rows come first."""
    if _making:
        yield
        return
    _making.append(first := next(_free))
    before = _sequences()
    _set(dict.fromkeys(before, first))
    try:
        yield
        after = _sequences()
        if max(after.values()) >= first + NUMBERS.step:
            raise AssertionError("too many rows for one maker: widen tests.rows.NUMBERS")
    finally:
        _making.clear()
        if not connection.needs_rollback:
            _set(before)


def _dump(tables: Iterable[str] | None = None) -> Dump:
    found = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(tables or connection.introspection.table_names(cursor)):
            statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
            with cursor.copy(statement) as stream:
                found[table] = b"".join(stream).splitlines(keepends=True)
    return found


def _added(before: Dump, after: Dump) -> Rows:
    """What is new. A row that was there and is another now is kept by a trigger, not by us."""
    tables = {}
    for table, lines in after.items():
        known = set(before[table])
        if known <= set(lines) and len(lines) > len(known):
            tables[table] = b"".join(line for line in lines if line not in known)
    return Rows(tables, _files_named_in(b"".join(tables.values())))


def _files_named_in(lines: bytes) -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    names = {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in names.items() if name.encode() in lines}


def _sequences() -> dict[str, int]:
    """The next number of each sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        names = [sql.Identifier(name) for (name,) in cursor.fetchall()]
        each = sql.SQL("SELECT {}::text, last_value + is_called::int FROM {}")
        cursor.execute(
            sql.SQL(" UNION ALL ").join(each.format(name.as_string(), name) for name in names)
        )
        return dict(cursor.fetchall())


def _set(numbers: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(["SELECT setval(%s, %s, false)"] * len(numbers)),
            [part for pair in numbers.items() for part in pair],
        )
