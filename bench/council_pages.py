"""Session and case pages at a large city's volume, read by eight at once from one web process."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from typing import Any

from django.conf import settings

from bench.databases import clone, drop, superuser, using
from bench.measures import CASE_COPY, COPIES, MEASURE_COPY, OF_CASE, copied, copy_open_work
from bench.report import Row
from bench.web import log_in, site
from coordination.council.models import Consultation, Meeting, Organization, Paper
from coordination.measures.models import Measure
from tests.town import found
from workflows.models import Case, CaseAudience, Event

TITLE = "60 bodies, 2,400 sessions, 18,000 papers: 8 readers, one web process"
DATABASE = "bench_council"
BODIES, SESSIONS, PAPERS = 60, 3 * 800, 3 * 6_000
READERS, EACH, WARM_UP = 8, 60, 5
THREADS = 16
"""As many as the web server has in earnest (config/web.py)."""
MOST_QUERIES, MOST_MILLISECONDS = 15, 150
PATIENCE = 60.0
FIRST = 5_000
"""The keys of copied bodies and sessions begin after it, those of cases and papers after COPIES."""


def measure() -> list[Row]:
    """How long one page in twenty takes at least, and how often a page asks the database."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            model = town.in_deliberation()
            reader = town.person("division_3-deputy_mayor")
            sessions = [log_in(reader) for _reader in range(READERS)]
        with superuser(DATABASE) as connection:
            _multiply(connection, model)
        rows = []
        with web_process(DATABASE) as port:
            for what, path, count in PAGES:
                rows.append(_read(port, sessions, what, path, count))
        with site(DATABASE) as pages:
            for what, path, count in PAGES:
                for number in (1, count // 2):
                    pages.queries.clear()
                    pages.get(path.format(_key(what, number)), sessions[0])
                asked = len(pages.queries)
                rows.append(Row(f"{what}: queries", asked, "", MOST_QUERIES))
        return rows
    finally:
        drop(DATABASE)


PAGES = (
    ("page of a session", "/sitzungen/{}/", SESSIONS),
    ("page of a case", "/massnahmen/{}/", PAPERS),
)


def _key(what: str, number: int) -> int:
    return (FIRST if what == PAGES[0][0] else COPIES) + number


def _read(port: int, sessions: list[str], what: str, path: str, count: int) -> Row:
    """All readers at once, each its own pages in any order."""

    def read(reader: int) -> list[float]:
        lot, taken = random.Random(reader), []
        for turn in range(EACH + WARM_UP):
            address = path.format(_key(what, lot.randint(1, count)))
            milliseconds = _get(port, address, sessions[reader])
            if turn >= WARM_UP:
                taken.append(milliseconds)
        return taken

    with ThreadPoolExecutor(READERS) as pool:
        taken = [one for times in pool.map(read, range(READERS)) for one in times]
    middle, late = (quantiles(taken, n=20)[place] for place in (9, 18))
    note = f"median {middle:.0f} ms, {len(taken)} pages"
    return Row(f"{what}: p95", late, "ms", MOST_MILLISECONDS, note=note)


def _get(port: int, path: str, session: str) -> float:
    begin = time.perf_counter()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    link.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
    response = link.getresponse()
    response.read()
    link.close()
    assert response.status == 200, f"{path}: {response.status}"
    return (time.perf_counter() - begin) * 1000


@contextlib.contextmanager
def web_process(database: str) -> Iterator[int]:
    """The web server with one process on that database; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (
        sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--worker-class", "gthread", "--threads", str(THREADS),
        "--no-control-socket", "--log-level", "warning",
    )  # fmt: skip
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings", "BENCH_DATABASE": database,
    }  # fmt: skip
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if time.monotonic() > end:
            raise TimeoutError(f"the web process does not listen on port {port}")
        time.sleep(0.1)


def _multiply(connection: Any, model: Measure) -> None:
    """Copies of one measure under deliberation with its paper and stations, each in sessions of
    its own, every session with about fifteen items.
    """
    connection.execute("SET session_replication_role = replica")  # the keys are right by making
    new = {"size": PAPERS, "case": model.case_id, "measure": model.pk, "sessions": SESSIONS,
           "bodies": BODIES, "first": FIRST}  # fmt: skip
    body = {"id": f"{FIRST} + n", "key": "'body-' || n", "name": "'Ausschuss ' || n",
            "short_name": "'A' || n", "type": "'committee'"}  # fmt: skip
    a_body = "o.id = (SELECT min(id) FROM coordination_organization)"
    connection.execute(copied(Organization, body, a_body), {**new, "size": BODIES})
    meeting = {
        "id": f"{FIRST} + n", "organization_id": _BODY.format(place="n"),
        "starts_at": "now() + (n - %(sessions)s / 2) * interval '11 hours'",
        "closes_on": "(now() + (n - %(sessions)s / 2) * interval '11 hours')::date - 14",
    }  # fmt: skip
    a_meeting = "o.id = (SELECT min(id) FROM coordination_meeting)"
    connection.execute(copied(Meeting, meeting, a_meeting), {**new, "size": SESSIONS})
    connection.execute(
        copied(Case, {**CASE_COPY, "state": "o.state"}, "o.id = %(case)s"), new
    )  # fmt: skip
    connection.execute(copied(Measure, MEASURE_COPY, "o.id = %(measure)s"), new)
    any_id = "10000000 + o.id * 1000000 + n"
    of_case = {"id": any_id, "case_id": f"{COPIES} + n"}
    for table in (CaseAudience, Event):
        connection.execute(copied(table, of_case, OF_CASE), new)
    number = "lpad((10 + n / 6000)::text, 2, '0') || '-' || lpad((n %% 6000)::text, 4, '0')"
    papers = {"id": f"{COPIES} + n", "case_id": f"{COPIES} + n", "reference": number}
    connection.execute(copied(Paper, papers, OF_CASE), new)
    place = "1 + (n * o.position) %% %(sessions)s"
    stations = {**of_case, "paper_id": f"{COPIES} + n", "meeting_id": f"{FIRST} + {place}",
                "organization_id": _BODY.format(place=f"({place})")}  # fmt: skip
    connection.execute(copied(Consultation, stations, OF_CASE), new)
    copy_open_work(connection, new)
    connection.execute("VACUUM (ANALYZE)")


_BODY = "%(first)s + 1 + {place} %% %(bodies)s"
