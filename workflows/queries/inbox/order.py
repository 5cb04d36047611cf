"""The orders of the inbox and what lies beyond a row in them (keyset, never OFFSET)."""

from __future__ import annotations

from dataclasses import dataclass

from ...untyped import SqlParams
from .place import Cursor, Place, Sort, View


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a page begins: after a row, before it, or at the beginning."""

    cursor: Cursor | None = None
    backwards: bool = False

    def params(self) -> SqlParams:
        """The parameters that the sections of an order name."""
        cursor = self.cursor
        return {"moment": cursor.moment, "key": cursor.id} if cursor else {}


@dataclass(frozen=True, slots=True)
class Order:
    """By a moment, then by the id; rows without a moment come last."""

    moment: str
    table: str = "t"
    descending: bool = False
    nullable: bool = False

    @property
    def columns(self) -> str:
        """What a branch has to yield."""
        return f"{self.table}.id, {self.table}.{self.moment}"

    def falls(self, beside: Beside) -> bool:
        """Whether the rows are read from the last to the first."""
        return self.descending != beside.backwards

    def sql(self, beside: Beside, *, of: str = "") -> str:
        """The ORDER BY, turned round for the page before."""
        down = " DESC" if self.falls(beside) else ""
        return f" ORDER BY {of}{self.moment}{down}, {of}id{down}"

    def sections(self, beside: Beside) -> list[str]:
        """The conditions for the rows beyond the cursor, each a range of the index."""
        if beside.cursor is None:
            return ["true"]
        moment, key, falls = f"{self.table}.{self.moment}", f"{self.table}.id", self.falls(beside)
        sign = "<" if falls else ">"
        if beside.cursor.moment is None:
            beyond = [f"{moment} IS NULL AND {key} {sign} %(key)s"]
            return [*beyond, f"{moment} IS NOT NULL"] if falls else beyond
        beyond = [f"({moment}, {key}) {sign} (%(moment)s, %(key)s)"]
        return [*beyond, f"{moment} IS NULL"] if self.nullable and not falls else beyond


_BY_SORT = {
    Sort.DUE: Order("due_at", nullable=True),
    Sort.OLD: Order("opened_at"),
    Sort.NEW: Order("opened_at", descending=True),
}
_DONE = Order("closed_at", descending=True)
STARTED = Order("opened_at", table="c", descending=True)


def order_of(place: Place) -> Order:
    """The order of the tasks at a place: overdue, due, age, unless another one is asked for."""
    return _DONE if place.view == View.DONE else _BY_SORT[Sort(place.sort or Sort.DUE)]
