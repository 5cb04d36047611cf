"""Rows written together: one INSERT per table, all statements in one pipeline.

This is the small module behind which the engine's speed lies. It knows tables and rows,
nothing of acts. Rows are unsaved model instances whose keys the application has made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection, models

from ... import wire
from ...models import Case

M = TypeVar("M", bound=models.Model)
Params = dict[str, Any] | list[Any]


class Batch:
    """Statements waiting to be sent; `flush()` sends them in the order of the phases."""

    def __init__(self) -> None:
        self._before: list[tuple[str, Params]] = []
        self._rows: dict[type[models.Model], list[models.Model]] = {}
        self._after: list[tuple[str, Params]] = []
        # Whether somebody is to be told: the outbox gets rows with this batch.
        self.tells = False

    def first(self, sql: str, params: Params) -> None:
        """A statement that must run before any row is inserted (closing what was open)."""
        self._before.append((sql, params))

    def insert(self, *rows: models.Model) -> None:
        """Rows to insert, one statement per table, tables in the order of their first row."""
        for row in rows:
            self._rows.setdefault(type(row), []).append(row)

    def last(self, sql: str, params: Params) -> None:
        """A statement that needs the inserted rows (notices, the head of the case)."""
        self._after.append((sql, params))

    def pending(self, model: type[M]) -> list[M]:
        """Rows of a table that are not sent yet and may still be changed in place."""
        return cast("list[M]", self._rows.get(model, []))

    def flush(self) -> None:
        """Send everything; one round trip, errors raised as Django's own."""
        inserts = [_insert(model, rows) for model, rows in self._rows.items()]
        statements = [*self._before, *inserts, *self._after]
        self._before, self._rows, self._after = [], {}, []
        if not statements:
            return
        wire.send(statements)


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> tuple[str, Any]:
    head, row_sql, fields = _shape(model)
    params = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for row in rows
        for field in fields
    ]
    return f"{head}{', '.join([row_sql] * len(rows))}", params


@cache
def _shape(model: type[models.Model]) -> tuple[str, str, tuple[models.Field[Any, Any], ...]]:
    meta = model._meta  # noqa: SLF001 - Django documents it as public
    auto = meta.pk if isinstance(meta.pk, models.AutoField) else None
    fields = tuple(
        field
        for field in meta.concrete_fields
        if field is not auto and not field.generated and not field.has_db_default()
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    # Named by the model's meta, never by input.
    return f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ', _row(len(fields)), fields  # noqa: S608


def _row(width: int) -> str:
    return f"({', '.join(['%s'] * width)})"


# The newest version of the kind's route that is valid today, if there is one.
_ROUTE = """(SELECT r.id FROM workflows_routeversion r
 WHERE r.kind = %s AND r.valid_from <= %s ORDER BY r.number DESC LIMIT 1)"""


def insert_case(case: Case, *, today: date) -> Case:
    """Insert a case and find its route in one statement; the key and the route are set."""
    _, _, fields = _shape(Case)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values: list[str] = []
    params: list[Any] = []
    for field in fields:
        is_route = field.attname == "route_id"
        values.append(_ROUTE if is_route else "%s")
        value = getattr(case, field.attname)
        params += [case.kind, today] if is_route else [field.get_db_prep_save(value, connection)]
    sql = (
        f"INSERT INTO workflows_case ({columns}) VALUES ({', '.join(values)})"  # noqa: S608
        f" RETURNING id, route_id, {wire.GENERIC_PLANS}"
    )
    (((case.pk, case.route_id, _),),) = wire.send([(sql, params)])
    case._state.adding, case._state.db = False, "default"  # noqa: SLF001 - as from_db does
    return case
