"""A paper of ten pages as PDF, as it is set after a signature."""

from __future__ import annotations

import time
from datetime import date
from statistics import median

from bench.report import Row
from coordination.printing.blocks import Document, Heading, Listing, Table, Text, Title
from coordination.printing.typesetting import typeset

TITLE = "A paper of ten pages as accessible PDF"
RUNS = 20
_SENTENCE = "Der Rat der Stadt beschließt die Einrichtung der Sprachkurse in Familienzentren. "


def measure() -> list[Row]:
    """The first, which reads the fonts, and those that follow."""
    times = []
    for number in range(RUNS):
        begin = time.perf_counter()
        content = typeset(_paper(number))
        times.append(time.perf_counter() - begin)
    note = f"{len(content) // 1024} KiB"
    return [
        Row("the first paper of a process", times[0], "s", 0.5),
        Row("each paper after it", median(times[1:]), "s", 0.5, note=note),
    ]


def _paper(number: int) -> Document:
    rows = [
        [str(row), f"Amt {row}", "zugestimmt", "i. A. Beispiel", "02.03.2026"] for row in range(40)
    ]
    table = Table(["Nr.", "Amt", "Antwort", "Gezeichnet", "Datum"], rows, [0, 3, 2, 3, 0])
    parts = [
        block
        for part in range(12)
        for block in (Heading(f"Abschnitt {part}"), Text("\n\n".join([_SENTENCE * 8] * 4)))
    ]
    title = f"Vorlage {number}"
    blocks = [Title("Beschlussvorlage", title), *parts, table, Listing([_SENTENCE] * 20)]
    return Document(title, "Stadt", date(2026, 3, 2), ("Stadt", title), "Festgeschrieben", blocks)
