"""Rows written together: one INSERT per table, all statements in one write.

This is the small module behind which the engine's speed lies. It knows tables and rows,
nothing of acts. Rows are unsaved model instances whose keys the application has made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection, models

from ... import wire

M = TypeVar("M", bound=models.Model)


class Batch:
    """Statements waiting to be sent; `flush()` sends them in the order of the phases."""

    def __init__(self) -> None:
        self._before: list[wire.Statement] = []
        self._rows: dict[type[models.Model], list[models.Model]] = {}
        self._after: list[wire.Statement] = []
        self._columns: dict[object, dict[str, list[object]]] = {}
        self._fresh: list[models.Model] = []
        # Whether somebody is to be told: the outbox gets rows with this batch.
        self.tells = False

    def first(self, sql: str, params: wire.Params) -> None:
        """A statement that must run before any row is inserted (closing what was open)."""
        self._before.append((sql, params))

    def insert(self, *rows: models.Model) -> None:
        """Rows to insert, one statement per table, tables in the order of their first row."""
        self._fresh += rows
        for row in rows:
            self._rows.setdefault(type(row), []).append(row)

    def last(self, sql: str, params: wire.Params) -> None:
        """A statement that needs the inserted rows (notices, the head of the case)."""
        self._after.append((sql, params))

    def last_together(
        self, sql: str, same: Mapping[str, object], columns: Mapping[str, Sequence[object]]
    ) -> None:
        """Rows for a statement that takes them as arrays: it is sent once for all with the `same`,
        in the place of the first.
        """
        key = (sql, *same.items())
        if key not in self._columns:
            known = self._columns[key] = {name: [] for name in columns}
            self._after.append((sql, {**same, **known}))
        for name, values in columns.items():
            self._columns[key][name].extend(values)

    def pending(self, model: type[M]) -> list[M]:
        """Rows of a table that are not sent yet and may still be changed in place."""
        return cast("list[M]", self._rows.get(model, []))

    def take_fresh(self) -> list[models.Model]:
        """The rows that came since this was last asked; they may still be changed in place."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def flush(
        self, *, commit: bool = False, question: wire.Statement | None = None
    ) -> wire.Rows | None:
        """Send everything; one round trip, errors raised as Django's own.

        `commit`: nothing follows in this transaction, so it ends on the way if it is the outermost.
        Only then the question is asked behind it; its answer is returned.
        """
        inserts = [_insert(model, rows) for model, rows in self._rows.items()]
        statements = [*self._before, *inserts, *self._after]
        self._before, self._rows, self._after, self._columns = [], {}, [], {}
        if not statements:
            return None
        answers = wire.send(statements, commit=commit, after=question)
        return answers[-1] if question else None


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> wire.Statement:
    values = [
        value if value is None or type(value) is kind else field.get_db_prep_save(value, connection)
        for row in rows
        for field, kind in _fields(model)
        for value in (getattr(row, field.attname),)
    ]
    return _text(model, len(rows)), values


@lru_cache(maxsize=500)
def _text(model: type[models.Model], rows: int) -> str:
    fields = _fields(model)
    columns = ", ".join(f'"{field.column}"' for field, _kind in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    # Named by the model's meta, never by input.
    table = model._meta.db_table  # noqa: SLF001 - Django documents it as public
    return f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([row] * rows)}'  # noqa: S608 - names of ours


@cache
def _fields(
    model: type[models.Model],
) -> tuple[tuple[models.Field[Any, Any], type | None], ...]:
    """What is inserted, and which values of it Django would pass on as they are."""
    meta = model._meta  # noqa: SLF001 - Django documents it as public
    auto = meta.pk if isinstance(meta.pk, models.AutoField) else None
    return tuple(
        (field, _AS_THEY_ARE.get(_kind(field)))
        for field in meta.concrete_fields
        if field is not auto and not field.generated and not field.has_db_default()
    )


def _kind(field: models.Field[Any, Any]) -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.get_internal_type()


_AS_THEY_ARE = {
    "AutoField": int,
    "BigAutoField": int,
    "BigIntegerField": int,
    "IntegerField": int,
    "PositiveIntegerField": int,
    "PositiveSmallIntegerField": int,
    "SmallIntegerField": int,
    "BooleanField": bool,
    "CharField": str,
    "TextField": str,
    "DateField": date,
    "DateTimeField": datetime,
    "UUIDField": UUID,
    "BinaryField": bytes,
}
