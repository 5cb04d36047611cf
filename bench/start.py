"""The start page of the deputy mayor and the load of the offices, at 5,000 measures."""

from __future__ import annotations

from statistics import median
from typing import Any

from bench import measures as many
from bench.databases import clone, drop, superuser, using
from bench.report import Row
from bench.web import log_in, site
from coordination.measures.models import Visit
from tests.coordination.letter.orders import brought_to
from tests.town import Town, found
from workflows.models import Case, Task

TITLE = "Start page of the deputy mayor and load at 5,000 measures, 500,000 events (medians)"
SIZE = 5_000
TASKS, EVENTS = 50_000, 500_000
"""So many there are together with what was done before."""
READ = 500
"""So many matters the deputy mayor has opened before."""
ROUNDS, WARM_UP = 30, 5
DATABASE = "bench_start"
PAGES = {"start page": "/", "load of the offices": "/koordinierungsgruppe/auslastung/"}


def measure() -> list[Row]:
    """As the deputy mayor for integration, who sees all of them."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            model = town.in_cosigning(impact_school=True, cost="1000", cover="Etat")
            brought_to(town, "in_work")
            session = log_in(town.person("division_3-deputy_mayor"))
        with superuser(DATABASE) as connection:
            many.multiply(connection, model, size=SIZE)
            _grow_old(connection)
        with using(DATABASE):
            _read(town)
            tasks = Task.objects.filter(status="open").count()
        rows = [_measured(what, path, session, tasks) for what, path in PAGES.items()]
        return [row for some in rows for row in some]
    finally:
        drop(DATABASE)


def _grow_old(connection: Any) -> None:
    """What was done in the copies before: closed tasks and a long trail."""
    connection.execute("SET session_replication_role = replica")
    there = connection.execute("SELECT count(*) FROM workflows_task").fetchone()[0]
    connection.execute(
        "INSERT INTO workflows_task SELECT (jsonb_populate_record(o, jsonb_build_object("
        f"'id', gen_random_uuid(), 'case_id', {many.COPIES} + n, 'status', 'done',"
        " 'closed_at', now()"
        " - k * interval '1 day', 'outcome', 'done'))).*"
        f" FROM workflows_task o, generate_series(1, {SIZE}) n, generate_series(1, %(each)s) k"
        " WHERE o.id = (SELECT id FROM workflows_task LIMIT 1)",
        {"each": (TASKS - there) // SIZE},
    )
    connection.execute(
        "INSERT INTO workflows_event SELECT (jsonb_populate_record(o, jsonb_build_object("
        f"'id', {many.COPIES} + n * 100000 + k, 'case_id', {many.COPIES} + n, 'seq', k, 'at', now()"
        " - (200 - k) * interval '1 day'))).*"
        f" FROM workflows_event o, generate_series(1, {SIZE}) n,"
        f" generate_series(1, {EVENTS // SIZE}) k"
        " WHERE o.id = (SELECT id FROM workflows_event LIMIT 1)"
    )
    connection.execute(f"UPDATE workflows_case SET seq = {EVENTS // SIZE} WHERE id > {many.COPIES}")
    connection.execute("VACUUM (ANALYZE)")


def _read(town: Town) -> None:
    """What was opened before somebody else went on with it."""
    person, at = town.person("division_3-deputy_mayor"), town.now
    Visit.objects.bulk_create(
        Visit(person=person, case=case, seen=0, seen_before=0, began_at=at)
        for case in Case.objects.filter(kind="measure").order_by("pk")[:READ]
    )


def _measured(what: str, path: str, session: str, tasks: int) -> list[Row]:
    taken, queries = [], 0
    with site(DATABASE) as pages:
        for turn in range(ROUNDS + WARM_UP):
            pages.queries.clear()
            answer = pages.get(path, session)
            queries = len(pages.queries)
            if turn >= WARM_UP:
                taken.append(answer.milliseconds)
    return [
        Row(f"{what}: page", median(taken), "ms", 150, note=f"{tasks:,} open tasks"),
        Row(f"{what}: queries", queries, "", 15),
    ]
