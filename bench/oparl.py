"""OParl in and out: a large city's council system read, and a list page of many papers."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.council_system import MEETINGS, PAPERS
from bench.databases import clone, drop, superuser, using
from bench.report import Row
from bench.web import Site, site
from coordination.council.models import CouncilSource, SourceObject
from coordination.council.oparl.oddities import Oddities
from coordination.council.oparl.running import run
from coordination.council.oparl.servers import Server
from coordination.council.oparl.sites import Site as CouncilSite
from coordination.portal.actions.releasing import decide
from tests.town import found

TITLE = "OParl: 2,600 sessions and 14,000 papers in, a page of 100 papers out at 50,000"
DATABASE = "bench_oparl"
SIZE = 50_000
ROUNDS = 15
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def measure() -> list[Row]:
    """The import, the same again, its memory; then the lists of the endpoint."""
    clone(DATABASE)
    try:
        with using(DATABASE), _council_system() as url:
            rows = _imports(url)
        with using(DATABASE):
            town = found()
            by = town.person("council_office-council_secretary")
            town.in_deliberation()
            decide({"is_released": True, "basis": "Bench"}, by=by, at=AT)
        with superuser(DATABASE) as connection:
            connection.execute(_COPIES, {"size": SIZE})
            connection.execute("VACUUM ANALYZE coordination_publicobject")
        with site(DATABASE) as pages:
            return [*rows, *_lists(pages)]
    finally:
        drop(DATABASE)


_COPIES = """
INSERT INTO coordination_publicobject
  (kind, key, owner, content, digest, created, modified, sha256, media_type, file_name)
SELECT o.kind, 'c' || n, 'c' || n, o.content, o.digest, o.created + n * interval '1 minute',
       o.modified + n * interval '1 minute', '', '', ''
  FROM coordination_publicobject o, generate_series(1, %(size)s) n
 WHERE o.id = (SELECT min(id) FROM coordination_publicobject WHERE kind = 'Paper')
"""


@contextlib.contextmanager
def _council_system() -> Iterator[str]:
    """The address of a council system in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.council_system"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(timeout=30)


def _imports(url: str) -> list[Row]:
    before = _memory(reset=True)
    first = _import(url, most=60)
    memory = _memory()
    assert SourceObject.objects.filter(kind="Paper").count() == PAPERS
    assert SourceObject.objects.filter(kind="Meeting").count() == MEETINGS
    CouncilSource.objects.update(read_until=None)
    again = _import(url, most=10)
    return [
        Row("import, everything new", *first),
        Row("import again, nothing changed, without modified_since", *again),
        Row("memory of the importing process", memory, "MiB", 300, note=f"{before:.0f} before"),
    ]


def _import(url: str, *, most: float) -> tuple[float, str, float, bool, str]:
    """Seconds on the wall; the note says how many of them this process has worked."""
    begin, worked = time.perf_counter(), time.process_time()
    reader = CouncilSite(Server(url, Oddities(), inside=True))
    record = run(reader, clock=lambda: AT, tell=lambda *_: None)
    assert record.status == "done", list(record.oddities.values_list("kind", "example"))
    worked = time.process_time() - worked
    return time.perf_counter() - begin, "s", most, False, f"{worked:.1f} s of CPU"


def _memory(*, reset: bool = False) -> float:
    """The most memory of this process in MiB, since the last reset."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmHWM")


def _lists(pages: Site) -> list[Row]:
    addresses = {
        "first page": "/oparl/v1.1/papers",
        "page 250": "/oparl/v1.1/papers?page=250",
        "last page": "/oparl/v1.1/papers?page=500",
        "what has changed": "/oparl/v1.1/papers?modified_since=2026-03-20T00:00:00Z",
        "without inner objects": "/oparl/v1.1/papers?omit_internal=true",
    }
    rows, most = [], 0
    for what, path in addresses.items():
        taken = []
        for _round in range(ROUNDS):
            pages.queries.clear()
            begin = time.process_time()
            pages.get(path, "")
            taken.append((time.process_time() - begin) * 1000)
            most = max(most, len(pages.queries))
        rows.append(Row(f"list of papers, {what}: CPU", median(taken[3:]), "ms", 80))
    return [*rows, Row("queries of a list page", most, "", 10)]
