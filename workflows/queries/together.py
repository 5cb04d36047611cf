"""Several lists about one thing, read by one statement that was put together once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, Model, QuerySet

from .. import wire
from .compiled import Statement, statement_of

Rows = Callable[[int], QuerySet[Model]]
"""The rows of a thing by its key. They may depend on nothing else that changes."""

Read = Callable[[str], object]
"""How a value is read of JSON."""

AnyField = Field[object, object]

_KEY = -2_000_000_011
"""Stands in for the key where a statement is put together."""


class Lists(dict[str, list[Any]]):
    """Rows of several tables by the names of their lists."""


class Together:
    """Lists that a page shows beside each other, each named.

    Asked one by one each of them costs a way to the database and back, and most of the time goes
    into putting the question together. Here each is a part of one statement: PostgreSQL makes
    JSON of its rows, and rows of their models are made of that, with what `select_related` and
    annotations bring. Nothing may be prefetched, for that would be a statement of its own.
    """

    def __init__(self, **lists: Rows) -> None:
        self._lists = lists
        self._part = cache(self._make_part)

    def read(self, key: int, names: Collection[str]) -> Lists:
        """The rows of these lists; the others are empty. One statement, none for no names."""
        found = Lists({name: [] for name in self._lists})
        parts = {name: self._part(name) for name in self._lists if name in names}
        if not parts:
            return found
        sql = ", ".join(part.sql for part in parts.values())
        values = [key if value == _KEY else value for p in parts.values() for value in p.params]
        ((answers,),) = wire.send([(f"SELECT {sql}", values)])
        for (name, part), rows in zip(parts.items(), answers, strict=True):
            found[name] = part.rows(rows or ())
        return found

    def _make_part(self, name: str) -> _Part:
        return _part_of(statement_of(self._lists[name](_KEY)))


def keep_with(row: Model, name: str, rows: Sequence[Model]) -> None:
    """Let `row.<name>.all()` be these rows, which point at it: what prefetching does."""
    linked = getattr(row, name).get_queryset()
    linked._result_cache, linked._prefetch_done = list(rows), True  # noqa: SLF001 - as Django does
    kept: dict[str, Any] = row.__dict__.setdefault("_prefetched_objects_cache", {})
    kept[name] = linked


@dataclass(frozen=True, slots=True)
class _Part:
    """One list within the statement."""

    statement: Statement
    sql: str
    # How the values of a column are read of JSON; None: as they are.
    readers: Sequence[Read | None]

    @property
    def params(self) -> tuple[object, ...]:
        return self.statement.params

    def rows(self, found: Sequence[Mapping[str, str]]) -> list[Model]:
        return [self.statement.row(self._values(row)) for row in found]

    def _values(self, row: Mapping[str, str]) -> tuple[object, ...]:
        return tuple(
            value if read is None or value is None else read(value)
            for read, value in zip(self.readers, row.values(), strict=True)
        )


def _part_of(statement: Statement) -> _Part:
    fields = [part[0].output_field for part in statement.compiler.select]
    kinds = [_kind(field) for field in fields]
    names = [f"c{number}" for number in range(len(fields))]
    columns = ", ".join(
        f"q.{name}::text {name}" if kind in _AS_TEXT else f"q.{name}"
        for name, kind in zip(names, kinds, strict=True)
    )
    sql = (
        f"(SELECT json_agg(r) FROM (SELECT {columns}"  # noqa: S608 - names of ours
        f" FROM ({statement.sql}) q({', '.join(names)})) r)"
    )
    return _Part(statement, sql, [_reader(field) for field in fields])


def _kind(field: AnyField) -> str:
    while isinstance(field, ForeignKey):
        field = field.target_field
    return field.get_internal_type()


def _reader(field: AnyField) -> Read | None:
    if isinstance(field, ArrayField):
        return _of_many(_reader(field.base_field))
    kind = _kind(field)
    assert kind in _READERS or kind in _AS_THEY_ARE, f"a {kind} cannot be read of JSON"
    return _READERS.get(kind)


def _of_many(read: Read | None) -> Read | None:
    if read is None:
        return None
    return lambda values: [None if value is None else read(value) for value in values]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("\\x"))


# Django reads JSON itself, of a text; as a number of JSON a sum would lose its last digits.
_AS_TEXT = frozenset({"JSONField", "DecimalField"})
_READERS: Mapping[str, Read] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "UUIDField": UUID,
    "DecimalField": Decimal,
    "BinaryField": _bytes,
}
_AS_THEY_ARE = frozenset(
    {"AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"}
    | {"PositiveIntegerField", "PositiveSmallIntegerField", "PositiveBigIntegerField"}
    | {"BooleanField", "JSONField"}
    | {"CharField", "TextField", "SlugField", "EmailField"}
)
