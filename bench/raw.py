"""The raw baseline of an act: the same statements, sent by psycopg one round trip each.

What `act()` sends for one case is recorded and said again for another: the same reads, the same
lock, the same rows in one transaction, with other keys.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import psycopg
from django.db import connection

from workflows.models import CosignatureItem, Task

Statement = tuple[Any, Any]


def record(deed: Callable[[], object]) -> list[Statement]:
    """The statements with their parameters that a deed sends, without begin and commit."""
    statements: list[Statement] = []

    def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if sql != "COMMIT":
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        deed()
    return statements


def keys_of(case: int) -> list[Any]:
    """The keys of a case's open rows in an order that two cases of the same build share."""
    keys: list[Any] = [case]
    for task in Task.objects.filter(case=case, status="open").order_by("desk", "step__key"):
        keys += [task.pk, task.step_id]
    items = CosignatureItem.objects.filter(case=case).order_by("unit")
    return [*keys, *items.values_list("pk", flat=True)]


def rewritten(statements: list[Statement], keys: Mapping[Any, Any]) -> list[Statement]:
    """The statements with the keys of another case; keys made by the act are made anew."""
    fresh: dict[Any, uuid.UUID] = {}

    def other(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: other(part) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(other(part) for part in value)
        if isinstance(value, uuid.UUID):
            return keys.get(value) or fresh.setdefault(value, uuid.uuid4())
        if type(value) is int:
            return keys.get(value, value)
        return value

    return [(sql, other(params)) for sql, params in statements]


def connect() -> psycopg.Connection:
    """A connection of its own with the options of the application's."""
    wanted = ("host", "port", "user", "password", "dbname")
    given = connection.get_connection_params()
    return psycopg.connect(
        **{name: given[name] for name in wanted if given.get(name)}, prepare_threshold=3
    )


def say(link: psycopg.Connection, statements: list[Statement]) -> None:
    """Send the statements in one transaction, one after the other."""
    with link.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    link.commit()
