"""What holds from one day to another, both days included."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[Row_co]):
    """Rows with a first and a last day; a day that may be empty bounds nothing where it is."""

    begins: ClassVar[str] = "valid_from"
    ends: ClassVar[str] = "valid_until"
    """The columns of the two days."""

    def in_force(self, *, on: date) -> Self:
        """What holds on that day."""
        return self.not_over(on=on).filter(self._where(self.begins, "lte", on))

    def not_over(self, *, on: date) -> Self:
        """What holds on that day or will later."""
        return self.filter(self._where(self.ends, "gte", on))

    def _where(self, column: str, relation: str, day: date) -> Q:
        bounded = Q(**{f"{column}__{relation}": day})
        may_be_empty = self.model._meta.get_field(column).null  # noqa: SLF001 - Django documents it
        return Q(**{column: None}) | bounded if may_be_empty else bounded


def in_force(row: str, *, on: str = "today") -> str:
    """The same as a condition of SQL: of a table's short name, on the day of a parameter."""
    day = f"%({on})s::date"
    return (
        f"({row}.valid_from <= {day} AND ({row}.valid_until IS NULL OR {row}.valid_until >= {day}))"
    )
