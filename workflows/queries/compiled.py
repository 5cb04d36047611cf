"""Rows that every act reads: the question is put together once, not each time it is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)

_ANY = 1


class _Statement(NamedTuple):
    """What Django's own query has made of a question, and how it makes rows of the answer."""

    sql: str
    model: Any  # Django gives these no types
    compiler: Any
    converters: Any
    populators: Any
    names: list[str]
    first: int
    end: int


class Compiled(Generic[Row]):
    """One row by the value of one column, with what `select_related` brings.

    Django puts a statement of seventy columns together in five times the time that it takes to
    ask it and to read the row. Here it does so once in a process.
    """

    def __init__(self, rows: Callable[[], QuerySet[Row]], *, by: str) -> None:
        self._rows, self._by = rows, by

    def get(self, value: int) -> Row:
        """The row as `rows().get()` would give it; DoesNotExist where there is none."""
        statement = self._statement
        model = statement.model
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [value])
            found = cursor.fetchone()
        if found is None:
            raise model.DoesNotExist(f"no {model.__name__} with {self._by}={value}")
        if statement.converters:
            (found,) = statement.compiler.apply_converters([found], statement.converters)
        own = found[statement.first : statement.end]
        row: Row = model.from_db(connection.alias, statement.names, own)
        for populator in statement.populators:
            populator.populate(found, row)
        return row

    @cached_property
    def _statement(self) -> _Statement:
        query = self._rows().filter(**{self._by: _ANY}).order_by().query
        compiler: Any = query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        assert tuple(params) == (_ANY,), "nothing else may depend on the moment"
        info, select = compiler.klass_info, compiler.select
        first, last = info["select_fields"][0], info["select_fields"][-1]
        return _Statement(
            sql=sql,
            model=query.model,
            compiler=compiler,
            converters=compiler.get_converters([part[0] for part in select]),
            populators=get_related_populators(info, select, connection.alias),  # type: ignore[call-arg] # the stubs know the next Django
            names=[part[0].target.attname for part in select[first : last + 1]],
            first=first,
            end=last + 1,
        )
