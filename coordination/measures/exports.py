"""The list of measures as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from workflows.tables import Cell

from .queries.listing import Listing, Row

LINKS = ("fields_of_action", "target_groups", "districts")


MOST_ROWS = 20_000
"""A workbook is put together in memory; whoever wants more takes the CSV."""

Column = tuple[str, Callable[[Row], Cell]]


def measure_table(listing: Listing) -> Iterator[list[Cell]]:
    """A head and a row for every measure of the list, in its order.

    The columns that the list shows; where none were chosen, all that there are.
    """
    columns = _chosen(listing.wanted.columns) if listing.wanted.columns else _all()
    links = () if listing.wanted.columns else LINKS
    yield [head for head, _cell in columns]
    for row in listing.everything(*links):
        yield [cell(row) for _head, cell in columns]


def _all() -> list[Column]:
    return [
        *_chosen(("state", "lead", "priority", "path")),
        (_("Fields of action"), lambda row: _names(row.measure.fields_of_action)),
        (_("Target groups"), lambda row: _names(row.measure.target_groups)),
        (_("Districts"), lambda row: _names(row.measure.districts)),
        *_one("cost"), *_one("start"), *_one("end"), *_one("light"), *_one("step"),
    ]  # fmt: skip


def _chosen(keys: Sequence[str]) -> list[Column]:
    columns: list[Column] = [
        (_("Number"), lambda row: row.measure.reference),
        (_("Title"), lambda row: row.measure.title),
    ]
    for key in keys:
        columns += _one(key)
    return columns


def _one(key: str) -> list[Column]:
    """A column of the list; what stands there in two lines has two columns."""
    columns: Mapping[str, list[Column]] = {
        "state": [(_("State"), lambda row: row.state_label)],
        "lead": [(_("Lead"), lambda row: row.measure.lead.short_name)],
        "step": [
            (_("Next step"), lambda row: row.next_step_label),
            (_("Until"), lambda row: row.due_on),
        ],
        "light": [(_("Traffic light"), lambda row: row.light_label)],
        "priority": [(_("Priority"), lambda row: row.priority_label)],
        "path": [(_("Decision path"), lambda row: row.path_label)],
        "cost": [(_("Total cost"), lambda row: row.measure.cost)],
        "start": [(_("Beginning"), lambda row: row.measure.starts_on)],
        "end": [(_("End"), lambda row: row.measure.ends_on)],
    }
    return columns[key]


def _names(entries: Manager[Model]) -> str:
    return ", ".join(str(entry) for entry in entries.all())
