"""What holds from one day to another, both days included."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[Row_co]):
    """Rows with a first day `valid_from` and perhaps a last one `valid_until`."""

    def in_force(self, *, on: date) -> Self:
        """What holds on that day."""
        return self.not_over(on=on).filter(valid_from__lte=on)

    def not_over(self, *, on: date) -> Self:
        """What holds on that day or will later."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on))


def in_force(row: str, *, on: str = "today") -> str:
    """The same as a condition of SQL: of a table's short name, on the day of a parameter."""
    day = f"%({on})s::date"
    return (
        f"({row}.valid_from <= {day} AND ({row}.valid_until IS NULL OR {row}.valid_until >= {day}))"
    )
