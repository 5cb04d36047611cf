"""The result as a table for people and as JSON for comparison."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connection

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: what, how much, in which unit, and the most that it may be.

    `at_least` turns the target round. Without a target it is only reported.
    """

    what: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None if there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


def show(title: str, rows: list[Row]) -> None:
    """Print the table."""
    width = max(len(row.what) for row in rows)
    print(f"\n{title}")
    for row in rows:
        sign = ">=" if row.at_least else "<="
        target = f"{sign} {row.target:g} {row.unit}" if row.target is not None else ""
        verdict = {True: "ok", False: "MISSED", None: ""}[row.is_met]
        value = f"{row.value:.2f}".rstrip("0").rstrip(".")
        print(
            f"  {row.what:<{width}}  {value:>10} {row.unit:<8} {target:<16} {verdict:<6} {row.note}"
        )


def write(name: str, title: str, rows: list[Row]) -> None:
    """Write bench/results/<name>.json."""
    RESULTS.mkdir(exist_ok=True)
    content = {
        "title": title,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "rows": [
            {**asdict(row), "value": round(row.value, 3), "is_met": row.is_met} for row in rows
        ],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def machine() -> dict[str, Any]:
    """What the machine and its software are; no names, no paths."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "postgresql": server.split()[0],
        **{name: version(name) for name in ("django", "psycopg", "django-viewflow")},
        "commit": _commit(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip()
