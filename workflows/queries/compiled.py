"""Questions that are asked again and again: put together once, not each time they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)

_ANY = 1


class Statement(NamedTuple):
    """What Django's own query has made of a question, and how it makes rows of the answer."""

    sql: str
    params: tuple[object, ...]
    model: Any  # Django gives these no types
    compiler: Any
    converters: Any
    populators: Any
    names: list[str]
    first: int
    end: int

    def row(self, found: Sequence[object]) -> Model:
        """The row of the model, with what `select_related` and annotations bring."""
        if self.converters:
            (found,) = self.compiler.apply_converters([found], self.converters)
        row: Model = self.model.from_db(connection.alias, self.names, found[self.first : self.end])
        for populator in self.populators:
            populator.populate(found, row)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(row, name, found[place])
        return row


def statement_of(rows: QuerySet[Model]) -> Statement:
    """What Django would send for these rows, and how it would read them."""
    compiler: Any = rows.query.get_compiler(connection.alias)
    sql, params = compiler.as_sql()
    info, select = compiler.klass_info, compiler.select
    first, last = info["select_fields"][0], info["select_fields"][-1]
    return Statement(
        sql=sql,
        params=tuple(params),
        model=rows.model,
        compiler=compiler,
        converters=compiler.get_converters([part[0] for part in select]),
        populators=get_related_populators(info, select, connection.alias),  # type: ignore[call-arg] # the stubs know the next Django
        names=[part[0].target.attname for part in select[first : last + 1]],
        first=first,
        end=last + 1,
    )


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
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [value])
            found = cursor.fetchone()
        if found is None:
            model = statement.model
            raise model.DoesNotExist(f"no {model.__name__} with {self._by}={value}")
        return cast("Row", statement.row(found))

    @cached_property
    def _statement(self) -> Statement:
        found = statement_of(self._rows().filter(**{self._by: _ANY}).order_by())
        assert found.params == (_ANY,), "nothing else may depend on the moment"
        return found


Value = int | str | date


class CompiledFor(Generic[Row]):
    """Rows by several values: a query that every page puts alike.

    `rows` is called once in a process, with `marks` in place of the values: a mark stands nowhere
    else in the query, and `rows` decides nothing by it.
    """

    def __init__(self, rows: Callable[..., QuerySet[Row]], **marks: Value) -> None:
        self._rows, self._marks = rows, marks

    def first(self, **values: Value) -> Row | None:
        """The row for these values, one for each mark; the first where there are several."""
        return next(self._read(self._of_one, values), None)

    def all(self, **values: Value) -> list[Row]:
        """All rows for these values, in the order of the query."""
        return [*self._read(self._of_all, values)]

    def _read(
        self, question: tuple[Statement, list[str | None]], values: dict[str, Value]
    ) -> Iterator[Row]:
        if values.keys() != self._marks.keys():
            raise TypeError(f"asks for {sorted(self._marks)}, not for {sorted(values)}")
        statement, names = question
        given: list[Any] = [
            value if name is None else values[name]
            for name, value in zip(names, statement.params, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, given)
            found = cursor.fetchall()
        return (cast("Row", statement.row(row)) for row in found)

    @cached_property
    def _of_one(self) -> tuple[Statement, list[str | None]]:
        return self._question(self._rows(**self._marks)[:1])

    @cached_property
    def _of_all(self) -> tuple[Statement, list[str | None]]:
        return self._question(self._rows(**self._marks))

    def _question(self, rows: QuerySet[Row]) -> tuple[Statement, list[str | None]]:
        """The statement, and by which name each of its parameters is given."""
        found = statement_of(rows)
        names = [self._name_of(value) for value in found.params]
        if missing := self._marks.keys() - set(names):
            raise ValueError(f"the query does not ask by {sorted(missing)}")
        return found, names

    def _name_of(self, value: object) -> str | None:
        # Equal is not enough: True is 1.
        same = (n for n, mark in self._marks.items() if type(value) is type(mark) and value == mark)
        return next(same, None)
