"""Rows that are made once in a process and then put back, by one statement for each table."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.db import connection, transaction
from psycopg import sql

Made = TypeVar("Made")


@dataclass(frozen=True)
class Rows:
    """The rows of each table, as COPY writes them, and how far each sequence has come."""

    tables: Mapping[str, bytes]
    sequences: Mapping[str, int]

    def put_back(self) -> None:
        """Insert them into a database that has none of them; triggers do what they always do."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, lines in self.tables.items():
                statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
                with cursor.copy(statement) as stream:
                    stream.write(lines)
            if self.sequences:
                setting = "SELECT setval(%s, greatest(nextval(%s), %s))"
                cursor.execute(
                    " UNION ALL ".join([setting] * len(self.sequences)),
                    [part for name, last in self.sequences.items() for part in (name, name, last)],
                )


def remembered(make: Callable[[], Made]) -> Callable[[], Made]:
    """`make`, which from the second call on puts back the rows that the first one made.

    Every call returns a copy of its own of what the first one returned.
    """
    kept: list[tuple[Rows, Made]] = []

    @wraps(make)
    def made() -> Made:
        if kept:
            rows, result = kept[0]
            rows.put_back()
        else:
            before = _dump()
            result = make()
            kept.append((_added(before, _dump()), result))
        return copy.deepcopy(result)

    return made


def _dump() -> dict[str, list[bytes]]:
    found = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
            with cursor.copy(statement) as stream:
                found[table] = b"".join(stream).splitlines(keepends=True)
    return found


def _added(before: Mapping[str, list[bytes]], after: Mapping[str, list[bytes]]) -> Rows:
    """What is new. A row that was there and is another now is kept by a trigger, not by us."""
    tables = {}
    for table, lines in after.items():
        known = set(before[table])
        if known <= set(lines) and len(lines) > len(known):
            tables[table] = b"".join(line for line in lines if line not in known)
    return Rows(tables, _sequences(tables))


def _sequences(tables: Mapping[str, bytes]) -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            for given in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f'SELECT last_value FROM "{given["name"]}"')
                found[given["name"]] = cursor.fetchone()[0]
    return found
