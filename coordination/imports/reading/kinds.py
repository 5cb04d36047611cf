"""What the rows of a list become: measures, their reports, items of the follow-up, demands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.refusals import Refusal

from ..actions.demands import demand_outlook, import_demand
from ..actions.earlier import import_report, report_outlook
from ..actions.items import import_item, item_outlook
from ..actions.rows import Outlook, import_row, outlook
from ..enums import RowFate
from .columns import COLUMNS, Column
from .demand_columns import DEMAND_COLUMNS
from .item_columns import ITEM_COLUMNS
from .lists import ListRow
from .report_columns import REPORT_COLUMNS


@dataclass(frozen=True, slots=True)
class ListKind:
    """How a list of a kind is read, looked at and taken.

    `outlook` reads what is known of many rows, `fate` says what would become of one, `take` takes
    it. The three fit together; each is written where its kind is.
    """

    columns: Sequence[Column]
    outlook: Callable[..., Any]
    fate: Callable[[Any, ListRow], RowFate | Refusal]
    take: Callable[..., RowFate]
    # Whether another list with the same rows is looked for.
    has_twins: bool = False


def _fate_of_measure(seen: Outlook, row: ListRow) -> RowFate | Refusal:
    return seen.fate(row.number, row.fields)


_KINDS: Mapping[str, ListKind] = {
    "measure": ListKind(
        COLUMNS, outlook, _fate_of_measure, import_row, has_twins=True,
    ),
    "followup": ListKind(
        ITEM_COLUMNS, item_outlook, lambda seen, row: seen.fate(row.number, row.fields),
        import_item,
    ),
    "demand": ListKind(
        DEMAND_COLUMNS, demand_outlook, lambda seen, row: seen.fate(row.number, row.fields),
        import_demand,
    ),
    "report": ListKind(
        REPORT_COLUMNS, report_outlook, lambda seen, row: seen.fate(row.number, row.fields),
        import_report,
    ),
}  # fmt: skip


def kind_of(name: str) -> ListKind:
    """The kind of that name; KeyError if there is none."""
    return _KINDS[name]
