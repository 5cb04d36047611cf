"""The worker's memory: does it end, or does it rise with every act that it tells of?"""

from __future__ import annotations

import subprocess
import sys

from bench.databases import clone, drop
from bench.report import Row

TITLE = "Memory of a worker over its rounds"
ROUNDS, ACTS = 400, 5
DATABASE = "bench_memory"


def measure() -> list[Row]:
    """Resident memory after an eighth, a half and all of the rounds of one process."""
    clone(DATABASE)
    try:
        early, half, late = _sizes()
    finally:
        drop(DATABASE)
    note = f"{ROUNDS} rounds of {ACTS} acts, a tick and all that is told, one process"
    return [
        Row(f"after {ROUNDS // 8} rounds", early, "MiB"),
        Row(f"after {ROUNDS // 2} rounds", half, "MiB"),
        Row(f"after {ROUNDS} rounds", late, "MiB", note=note),
        Row("all ÷ half of the rounds", late / half, "times", 1.03),
    ]


def _sizes() -> list[float]:
    process = subprocess.run(
        [sys.executable, "-m", "bench.memory_worker", DATABASE, str(ROUNDS), str(ACTS)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    sizes = [float(line) for line in process.stdout.split()]
    return [sizes[0], sizes[3], sizes[7]]
