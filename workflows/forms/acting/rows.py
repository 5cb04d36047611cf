"""Rows that are added and removed by buttons of the form, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.forms.formsets import TOTAL_FORM_COUNT, BaseFormSet
from django.http import QueryDict

BUTTON = "rows"
"""The name of the buttons: `add:<prefix>`, `remove:<prefix>:<index>`, `up:…`, `down:…`."""

MOST = 60

NAMES_A_ROW = "after"
"""The field of a row that holds the number of another one; it goes along with that one."""

Row = dict[str, list[str]]


def focus_row(rows: Sequence[BaseFormSet[Any]], button: str) -> None:
    """Let the page begin where a button has changed a row: at the new one, else beside the old."""
    found = _asked(button)
    changed = next((r for r in rows if found and r.prefix == found[1]), None)
    if not found or not changed or not changed.forms:
        return
    verb, _prefix, index = found
    last = len(changed.forms) - 1
    at = {"add": last, "remove": min(index, last), "up": index - 1, "down": index + 1}[verb]
    if 0 <= at <= last:
        field = next(iter(changed.forms[at].visible_fields()), None)
        if field is not None:
            field.field.widget.attrs["autofocus"] = True


def _asked(button: str) -> tuple[str, str, int] | None:
    found = re.fullmatch(r"(add|remove|up|down):([a-z_]+)(?::(\d{1,3}))?", button)
    return (found.group(1), found.group(2), int(found.group(3) or 0)) if found else None


def changed_rows(data: QueryDict) -> QueryDict | None:
    """What was typed with one row more, less or elsewhere, as a button asked; None if none did."""
    found = _asked(data.get(BUTTON, ""))
    if not found:
        return None
    verb, prefix, index = found
    rows = _rows(data, prefix)
    before = list(rows)
    match verb:
        case "add" if len(rows) < MOST:
            rows.append({})
        case "remove" if index < len(rows):
            del rows[index]
        case "up" if 0 < index < len(rows):
            rows[index - 1], rows[index] = rows[index], rows[index - 1]
        case "down" if index + 1 < len(rows):
            rows[index + 1], rows[index] = rows[index], rows[index + 1]
    return _with_rows(data, prefix, _renumbered(before, rows))


def _renumbered(before: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The rows with the new numbers of those that they name; nothing for one that is gone."""
    numbers = {id(row): str(number) for number, row in enumerate(rows, start=1)}
    moved = {str(n): numbers.get(id(row), "") for n, row in enumerate(before, start=1)}
    return [
        {**row, NAMES_A_ROW: [moved.get(named.strip(), named) for named in row[NAMES_A_ROW]]}
        if NAMES_A_ROW in row
        else row
        for row in rows
    ]


def _rows(data: QueryDict, prefix: str) -> list[Row]:
    try:
        total = min(int(data.get(f"{prefix}-{TOTAL_FORM_COUNT}", 0)), MOST)
    except ValueError:
        total = 0
    rows: list[Row] = [{} for _ in range(max(total, 0))]
    for name, values in data.lists():
        found = re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,3}})-(\w+)", name)
        if found and int(found.group(1)) < len(rows):
            rows[int(found.group(1))][found.group(2)] = values
    return rows


def _with_rows(data: QueryDict, prefix: str, rows: Sequence[Mapping[str, list[str]]]) -> QueryDict:
    changed = QueryDict(mutable=True)
    for name, values in data.lists():
        if name != BUTTON and not re.fullmatch(rf"{re.escape(prefix)}-\d+-\w+", name):
            changed.setlist(name, values)
    changed[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(rows))
    for index, row in enumerate(rows):
        for name, values in row.items():
            changed.setlist(f"{prefix}-{index}-{name}", values)
    return changed
