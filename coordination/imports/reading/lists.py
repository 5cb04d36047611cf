"""A list of measures, row by row: what each says, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from workflows.spelling import numeral
from workflows.untyped import Json

from . import cells
from .columns import COLUMNS, NUMBER, REPORT, YEAR, Column, column_of
from .names import Names
from .problems import CellError, Problem, shown
from .stock import stock_problems
from .tables import Table, read_table
from .values import Row, look_of

_OF_REPORT = tuple(column.field for column in REPORT)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row as it was read. `fields` are values of the act `edit`, for the columns of the file."""

    row: int
    number: str
    fields: Mapping[str, Any]
    problems: Sequence[Problem] = field(default_factory=tuple)
    is_hidden: bool = False
    # Columns of the file that the sheet does not show.
    hidden_columns: Sequence[str] = ()

    def names_of(self, names: Names) -> tuple[str, str]:
        """Title and lead as they are shown; empty where they cannot be read."""
        lead = next(filter(None, map(self.fields.get, ("lead", "office", "sender"))), None)
        return str(self.fields.get("title") or ""), names.units.name(lead) if lead else ""


def read_list(
    file: BinaryIO, names: Names, columns: Sequence[Column] = COLUMNS
) -> Iterator[ListRow]:
    """All rows of a list in their order, the faulty ones with everything that is wrong with them.

    Reads the file twice, because a number that comes again later makes both rows wrong.
    UnreadableFileError for a file that is no list at all, also after some rows.
    """
    again = _repeated(read_table(file, columns))
    table = read_table(file, columns)
    for row in table.rows:
        read = _read(table, row, names, again)
        yield replace(read, is_hidden=row.is_hidden, hidden_columns=table.hidden)


def _repeated(table: Table) -> Mapping[str, list[int]]:
    """The rows of each number that stands in the list more than once."""
    rows: dict[str, list[int]] = {}
    for row in table.rows:
        rows.setdefault(_key(row, table.columns), []).append(row.number)
    return {key: found for key, found in rows.items() if key and len(found) > 1}


def _key(row: Row, columns: Sequence[Column]) -> str:
    """By what a row is known again: its number; its year too where a row is a report."""
    named = {
        column.field: numeral(look_of(cell).shown)
        for column, cell in zip(columns, row.cells, strict=False)
        if column.field in {NUMBER, YEAR}
    }
    number, year = named.get(NUMBER, ""), named.get(YEAR, "")
    return f"{number} ({year})" if number and year else number


def _read(table: Table, row: Row, names: Names, again: Mapping[str, list[int]]) -> ListRow:
    place, width, texts = row.number, len(table.columns), row.cells
    if any(text.strip() for text in texts[width:]):
        return ListRow(place, "", {}, [Problem(place, "", "row_long")])
    if len(texts) == 1 < width:
        # The rest of a text that was broken into lines; a row that only ends early has more cells.
        return ListRow(place, "", {}, [Problem(place, "", "row_short")])
    padded = Row(place, [*texts[:width], *[""] * (width - len(texts))])
    values, problems = _values(padded, table.columns, names)
    number = str(values.pop(NUMBER, ""))
    key = _key(padded, table.columns)
    if key in again:
        other = next(found for found in again[key] if found != place)
        details = shown({"value": key, "row": other})
        problems.append(Problem(place, "nr", "number_twice", details))
    problems += _contradictions(place, values, names)
    if not any(column.field == "lead" for column in table.columns):
        return ListRow(place, number, values, problems)
    wrong = {problem.column for problem in problems}
    problems += [p for p in stock_problems(place, values, names) if p.column not in wrong]
    return ListRow(place, number, values, problems)


def _values(
    row: Row, columns: Sequence[Column], names: Names
) -> tuple[dict[str, object], list[Problem]]:
    values: dict[str, Any] = {}
    yearly: dict[int, dict[str, object]] = {}
    problems = []
    for column, text in zip(columns, row.cells, strict=True):
        try:
            value = _value(column, text, names)
        except CellError as error:
            problems.append(Problem(row.number, column.label, error.code, error.details))
        else:
            if column.year:
                yearly.setdefault(column.year, {})[column.field] = value
            elif column.field:
                values[column.field] = value
    said = {name: values.pop(name) for name in _OF_REPORT if name in values}
    year = values.pop(YEAR, None)
    if year:
        yearly.setdefault(year, {}).update(said)
    elif any(said.values()) and not any(problem.code == "year" for problem in problems):
        problems.append(Problem(row.number, "jahr", "cell_missing"))
    reports = [
        {"year": year, **{name.removeprefix("report_"): value for name, value in told.items()}}
        for year, told in sorted(yearly.items())
        if any(value not in (None, "", []) for value in told.values())
    ]
    if reports:
        values["reports"] = reports
    return values, problems


def _value(column: Column, text: str, names: Names) -> object:
    look = look_of(text)
    if look.fault:
        raise CellError(look.fault, value=look.shown)
    if look.is_day and not column.takes_days:
        raise CellError("cell_day", value=look.shown)
    # A sum or a day counts with its value, all else as people see it.
    value = column.parse(cells.cleaned(text if column.takes_values else look.shown), names)
    if column.is_needed and value in {None, ""}:
        raise CellError("cell_missing")
    return value


def _contradictions(row: int, values: Json, names: Names) -> Iterator[Problem]:
    """Cells that are right each by itself and do not fit together."""
    lead, partners = values.get("lead"), values.get("partners") or ()
    if lead and lead in partners:
        yield Problem(row, "partner", "partner_leads", shown({"value": names.units.name(lead)}))
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if starts and ends and ends < starts:
        yield Problem(row, column_of("ends_on"), "end_before_start")
