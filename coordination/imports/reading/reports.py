"""What is told about an uploaded list: its problems in words, on the page and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from ..models import ImportProblem, MeasureImport
from .kinds import kind_of
from .problems import Problem


def told(rows: Iterable[ImportProblem]) -> list[Problem]:
    """Kept problems with their texts in the active language."""
    return [Problem(row.row, row.column, row.code, row.details) for row in rows]


def problem_table(record: MeasureImport) -> Iterator[list[str | int]]:
    """A heading and every kept problem of a list, in the order of its rows."""
    yield [_("Row"), _("Column"), _("Problem")]
    for row in record.problems.iterator(chunk_size=1000):
        problem = Problem(row.row, row.column, row.code, row.details)
        yield [problem.row or "", problem.column, problem.text]


def empty_list(kind: str = "measure") -> list[list[str]]:
    """The heading of a list of a kind that nobody has filled in yet."""
    return [[column.name for column in kind_of(kind).columns if not column.is_yearly]]


YEARS = 3
"""So many years before have a report in the template of a stock."""


def empty_stock(*, year: int) -> list[list[str]]:
    """The same for a stock of running measures, with the reports of the years before this one."""
    columns = kind_of("measure").columns
    yearly = [column.name for column in columns if column.is_yearly]
    years = range(year - YEARS, year)
    return [[*empty_list()[0], *(f"{name}_{past}" for past in years for name in yearly)]]
