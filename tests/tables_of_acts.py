"""Reads the tables of a measure's acts and sights that were typed from domain.md."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLES = Path(__file__).parent / "tables"
ELSEWHERE = "*"


@dataclass(frozen=True)
class Row:
    """Who may do an act in some situations, and what comes of it."""

    act: str
    situations: frozenset[str]
    roles: frozenset[str]
    late: frozenset[str]
    empty: str
    stale: bool
    targets: frozenset[str]


class ActTable:
    """All rows, those of a second file replacing the acts that it names."""

    def __init__(self, name: str, *, instead: str = "") -> None:
        rows = list(_rows(name))
        others = list(_rows(instead)) if instead else []
        self.replaced = frozenset(row.act for row in others)
        self.rows = [*(row for row in rows if row.act not in self.replaced), *others]

    @property
    def acts(self) -> frozenset[str]:
        return frozenset(row.act for row in self.rows)

    def rows_in(self, act: str, situation: str) -> list[Row]:
        """The rows of an act for this situation, else its state, else all others."""
        for name in (situation, situation.partition(":")[0], ELSEWHERE):
            found = [row for row in self.rows if row.act == act and name in row.situations]
            if found:
                return found
        raise KeyError(f"no row for {act} in {situation}")

    def targets(self, act: str, state: str) -> frozenset[str]:
        """Where the act may lead from a state; nothing where it does not exist."""
        found = [
            row.targets
            for row in self.rows
            if row.act == act and state in {name.partition(":")[0] for name in row.situations}
        ]
        return frozenset().union(*found)


def sights(led_by: str) -> dict[str, frozenset[str]]:
    """The roles that see a measure, by state."""
    return {
        state: frozenset(row["sees"].split())
        for row in _lines("measure_sight.csv")
        if row["led_by"] == led_by
        for state in row["in"].split()
    }


def _rows(name: str) -> Iterator[Row]:
    for line in _lines(name):
        yield Row(
            line["act"],
            frozenset(line["in"].split()),
            frozenset(line["roles"].split()),
            frozenset(line["late"].split()),
            line["empty"],
            line.get("stale") == "yes",
            frozenset(line["to"].split()),
        )


def _lines(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter=";", strict=True))
