"""Binding what an act writes to its event: whoever changes a row of a bound table does it here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from ...queries.proof.bound import bound_tables, digest_of_values, part_name

if TYPE_CHECKING:
    from django.db import models


class Binding:
    """Collects what the next event says of rows. Rows that wait in the batch bind themselves."""

    def __init__(self) -> None:
        # By the name of a row's part its digest; None: the row is rightly gone.
        self.bound: dict[str, str | None] = {}

    def bind(self, model: type[models.Model], key: object, part: str, *values: object) -> None:
        """The part of a row that a statement of one's own writes: the values of its columns."""
        name = part_name(bound_tables[model].name(key), part)
        self.bound[name] = digest_of_values(values)

    def keep(self, *rows: models.Model) -> None:
        """Bind rows as they stand in memory, which is as they were written.

        A row of a table that is not bound, as a kind's subject may be, is passed over.
        """
        for row in rows:
            if table := bound_tables.get(type(row)):
                self.bound |= table.digests_of(row)

    def store(self, row: models.Model, *names: str) -> None:
        """Write a row, or these fields of it, and bind it."""
        row.save(update_fields=names or None)
        self.keep(row)

    def store_new(self, rows: Iterable[models.Model]) -> Sequence[models.Model]:
        """Write new rows of one table at once, and bind them."""
        made = list(rows)
        if made:
            type(made[0])._base_manager.bulk_create(made)  # noqa: SLF001 - Django documents it
        self.keep(*made)
        return made

    def store_changed(self, rows: Iterable[models.Model], *names: str) -> None:
        """Write these fields of several rows of one table at once, and bind them."""
        changed = list(rows)
        if changed:
            type(changed[0])._base_manager.bulk_update(changed, names)  # noqa: SLF001 - as above
        self.keep(*changed)

    def remove(self, rows: Iterable[models.Model]) -> None:
        """Delete rows of one table; the event says that they are rightly gone."""
        gone = list(rows)
        for row in gone:
            self.release(row)
        if gone:
            manager = type(gone[0])._base_manager  # noqa: SLF001 - as above
            manager.filter(pk__in=[row.pk for row in gone]).delete()

    def keep_stock(self, kind: str, names: Collection[str] | None = None) -> None:
        """Bind every row of the tables whose only case is of this kind, as it stands; or those
        that are named so.
        """
        for table in bound_tables.values():
            if not table.case and table.kind == kind:
                rows = table.model._base_manager.all()  # noqa: SLF001 - all rows
                self.keep(*(row for row in rows if names is None or table.name_of(row) in names))

    def release(self, row: models.Model) -> None:
        """A row is rightly gone, or goes on under another name."""
        if table := bound_tables.get(type(row)):
            name = table.name_of(row)
            self.bound |= {part_name(name, part): None for part in table.parts}
