"""A stock of 2,000 running measures with three years of reports, checked and taken over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import time_machine

from bench.databases import clone, drop, using
from bench.report import Row
from coordination.imports.enums import RowFate
from coordination.imports.reading import check, take
from coordination.measures.models import Measure
from tests.coordination.importers.samples import file_of
from tests.coordination.importers.stocks import KEEPER, STOCK
from tests.statements import statements
from tests.town import NOW, Town, found

TITLE = "Import of a running stock of 2,000 measures"
ROWS = 2_000
DATABASE = "bench_stock"


def measure() -> list[Row]:
    """The same list checked, taken, and taken again, which changes nothing."""
    clone(DATABASE)
    try:
        with using(DATABASE), time_machine.travel(NOW, tick=True):
            return list(_measured(found()))
    finally:
        drop(DATABASE)


def _measured(town: Town) -> Sequence[Row]:
    person, text = town.person(KEEPER), _stock()
    asked: dict[str, Any] = {"source": "bestand", "by": person, "is_stock": True}
    findings, checked, told = _timed(lambda: check(file_of(text), at=town.now, **asked))
    assert findings.counts["created"] == ROWS
    rows, taken, told_of_taking = _timed(
        lambda: list(take(file_of(text), clock=lambda: town.now, **asked))
    )
    assert {row.fate for row in rows} == {RowFate.CREATED}
    assert Measure.objects.filter(source="bestand").count() == ROWS
    again, repeated, told_again = _timed(
        lambda: list(take(file_of(text), clock=lambda: town.now, **asked))
    )
    assert {row.fate for row in again} == {RowFate.UNCHANGED}
    return [
        Row("2,000 rows checked", checked, "s"),
        Row("statements of the check of a row", told / ROWS, ""),
        Row("2,000 rows taken over", taken, "s"),
        Row("statements of a row", told_of_taking / ROWS, ""),
        Row("2,000 rows once more", repeated, "s"),
        Row("statements of a row once more", told_again / ROWS, ""),
    ]


def _timed(work: Callable[[], Any]) -> tuple[Any, float, int]:
    with statements() as count:
        begin = time.perf_counter()
        found_so = work()
        taken = time.perf_counter() - begin
    return found_so, taken, count.sent


def _stock() -> str:
    """The running measure of the tests, under as many numbers and titles."""
    head, model = STOCK.split("\r\n")[:2]
    rows = [
        model.replace("R1;Lesepaten;", f"R{n};Lesepaten {n};").replace("22-0815", f"22-{n:04d}")
        for n in range(1, ROWS + 1)
    ]
    return "\r\n".join([head, *rows, ""])
