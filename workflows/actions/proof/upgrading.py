"""An upgrade binds what its migrations have written to the trail, and nothing else.

Whatever stood in the tables before, known to an event or put there by hand, stays as it is: an
upgrade makes no forged row a true one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ...models import Event
from ...queries.lasting import only_case
from ...queries.people.case import KIND as ORGANISATION
from ...queries.proof.bound import STOCK, Bound, bound_tables
from ..acting.acts import Request, act
from ..acting.lasting import UPGRADE

Names = Mapping[str, frozenset[str]]
"""The rows of each kind of lasting case, as events name them."""


def names_of_rows() -> Names:
    """All rows that are bound to lasting cases; tables that there are not yet have none.

    Reads nothing but keys, so it may be asked before a migration.
    """
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    found: dict[str, set[str]] = {}
    for table in bound_tables.values():
        if not table.case:
            names = found.setdefault(table.kind, set())
            if table.model._meta.db_table in there:  # noqa: SLF001 - Django documents it
                names |= {*_names(table)}
    return {kind: frozenset(names) for kind, names in found.items()}


def _names(table: Bound) -> list[str]:
    rows = table.model._base_manager.order_by("pk")  # noqa: SLF001 - all rows
    return [table.name(key) for key in rows.values_list("pk", flat=True)]


def is_up_to_date() -> bool:
    """Whether every migration of this release is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def bind_upgrade(before: Names, *, at: datetime) -> int:
    """Bind the rows that have been added since `before`, one event per kind; returns how many.

    A kind whose trail does not know all of its rows yet is left to the first tick.
    """
    count = 0
    for kind, names in names_of_rows().items():
        added = sorted(names - before.get(kind, frozenset()))
        case = only_case(kind)
        if added and case is not None and _knows_all(case, kind):
            act(Request(case, UPGRADE, None, at, data={"rows": added}), system=True)
            count += len(added)
    return count


def _knows_all(case: int, kind: str) -> bool:
    """Whether a row that no event names would be taken for a forged one."""
    events = Event.objects.filter(case=case)
    if events.filter(form__lt=2).exists():
        return False
    return kind == ORGANISATION or events.filter(action=STOCK).exists()
