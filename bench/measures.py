"""The list of measures through HTTP at 100,000 measures."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.databases import clone, drop, superuser, using
from bench.report import Row
from bench.web import Site, log_in, site
from coordination.city.models import District
from coordination.measures.models import Measure
from tests.town import Town, found
from workflows.models import Case, CaseAudience, StepRun, Task

TITLE = "List of measures through HTTP at 100,000 measures (medians)"
SIZE = 100_000
ROUNDS = 60
WARM_UP = 8
DATABASE = "bench_measures"
COPIES = 100_000_000
"""The keys of copies begin after it; those of the town are smaller."""
PAGES = {
    "filtered by state and priority": "/massnahmen/?state=cosigning&priority=high",
    "filtered by lead and field": "/massnahmen/?lead={lead}&field={field}",
    "filtered by phase": "/massnahmen/?phase=implementation",
    "searched, 16,667 hits": "/massnahmen/?q=Wohnberatung",
    "searched in a phase": "/massnahmen/?q=Wohnberatung&phase=council",
    "only overdue": "/massnahmen/?overdue=on",
    "traffic light yellow": "/massnahmen/?light=yellow",
    "traffic light red, which few are": "/massnahmen/?light=red",
    "traffic light green": "/massnahmen/?light=green",
    "searched for a number": "/massnahmen/?q=M-2026-04711",
    "unfiltered": "/massnahmen/",
    "sorted by title": "/massnahmen/?sort=title",
    "sorted by cost, of one phase": "/massnahmen/?sort=-cost&phase=closed",
}

COMING = {
    "coming matters": "/vorhaben/",
    "coming matters of a district": "/vorhaben/?district={district}",
}
"""Half of the measures are on the way to a body without a planned session, each is forecast."""


def measure() -> list[Row]:
    """Everybody's measures, seen by the deputy mayor for integration who sees them all."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            model = town.in_cosigning(impact_school=True, cost="1000", cover="Etat")
            session = log_in(town.person("division_3-deputy_mayor"))
        with superuser(DATABASE) as connection:
            multiply(connection, model)
        with using(DATABASE):
            addresses = _addresses(town)
        with site(DATABASE) as pages:
            return _measured(pages, session, addresses)
    finally:
        drop(DATABASE)


def _addresses(town: Town) -> dict[str, str]:
    field = town.fields["fields_of_action"][0]
    return {
        what: path.format(
            lead=town.units["youth"], field=field, district=District.objects.get(key="north").pk
        )
        for what, path in {**PAGES, **COMING}.items()
    }


def _measured(pages: Site, session: str, addresses: dict[str, str]) -> list[Row]:
    times: dict[str, list[float]] = {what: [] for what in addresses}
    counts: dict[str, int] = {}
    for turn in range(ROUNDS + WARM_UP):
        for what, path in addresses.items():
            pages.queries.clear()
            answer = pages.get(path, session)
            counts[what] = len(pages.queries)
            if turn >= WARM_UP:
                times[what].append(answer.milliseconds)
    rows = [Row(f"{what}: page", median(times[what]), "ms", 60) for what in PAGES]
    rows += [Row(f"{what}: page", median(times[what]), "ms", 300) for what in COMING]
    most = max(counts[what] for what in PAGES)
    return [
        *rows,
        Row("queries of the busiest page", most, "", 10),
        Row("queries of the coming matters", max(counts[what] for what in COMING), "", 15),
    ]


def multiply(connection: Any, model: Measure, *, size: int = SIZE) -> None:
    """Copies of one real measure with its case, audience, task and links; then statistics."""
    connection.execute("SET session_replication_role = replica")  # the keys are right by making
    new = {"size": size, "case": model.case_id, "measure": model.pk}
    with built_afterwards(connection, "workflows_case_title_parts"):
        connection.execute(copied(Case, CASE_COPY, "o.id = %(case)s"), new)
    connection.execute(copied(Measure, MEASURE_COPY, "o.id = %(measure)s"), new)
    connection.execute(
        copied(CaseAudience, {"case_id": f"{COPIES} + n", "id": _ANY_ID}, OF_CASE), new
    )
    copy_open_work(connection, new)
    for name in ("fields_of_action", "target_groups"):
        table = getattr(Measure, name).through._meta.db_table  # noqa: SLF001 - Django documents it
        connection.execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(o, jsonb_build_object("
            f"'id', {_ANY_ID}, 'measure_id', {COPIES} + n))).*"
            f" FROM {table} o, generate_series(1, %(size)s) n WHERE o.measure_id = %(measure)s",
            new,
        )
    _set_to_work(connection, model)
    _keep_facts(connection)
    connection.execute("VACUUM (ANALYZE)")


@contextlib.contextmanager
def built_afterwards(connection: Any, index: str) -> Iterator[None]:
    """Without this index while very many rows are written."""
    asked = "SELECT pg_get_indexdef(%s::text::regclass)"
    (definition,) = connection.execute(asked, [index]).fetchone()
    connection.execute(f"DROP INDEX {index}")
    yield
    connection.execute(definition)


def copy_open_work(connection: Any, new: dict[str, Any]) -> None:
    """The open steps and tasks of the case `new["case"]` for each of its copies."""
    step = StepRun._meta.db_table  # noqa: SLF001 - documented
    task = Task._meta.db_table  # noqa: SLF001 - Django documents it
    connection.execute(
        f"INSERT INTO {step} SELECT (jsonb_populate_record(o, jsonb_build_object("
        f"'id', gen_random_uuid(), 'case_id', {COPIES} + n, 'subject', 'copy:' || o.id || n))).*"
        f" FROM {step} o, generate_series(1, %(size)s) n WHERE o.case_id = %(case)s"
        " AND o.closed_at IS NULL",
        new,
    )
    connection.execute(
        f"INSERT INTO {task} SELECT (jsonb_populate_record(o, jsonb_build_object("
        "'id', gen_random_uuid(), 'case_id', s.case_id, 'step_id', s.id, 'due_at',"
        " now() + (s.case_id %% 90 - 5) * interval '1 day'))).*"
        f" FROM {task} o JOIN {step} s"
        f" ON s.subject = 'copy:' || o.step_id || (s.case_id - {COPIES})"
        f" WHERE o.case_id = %(case)s AND s.case_id > {COPIES}",
        new,
    )


def _set_to_work(connection: Any, model: Measure) -> None:
    """Four open milestones and four released reports for each measure in implementation.

    About one in a hundred milestones is late; few reports forecast more than the cost.
    """
    connection.execute(
        "INSERT INTO coordination_milestone (measure_id, position, title, due_on, evidence,"
        f" late_reason, dropped_reason) SELECT m.id, p, 'Meilenstein ' || p, {_DUE}, '', '', ''"
        " FROM coordination_measure m JOIN workflows_case k ON k.id = m.case_id,"
        " generate_series(1, %(stones)s) p WHERE k.state = 'implementation'",
        {"stones": 4},
    )
    connection.execute(
        "INSERT INTO coordination_statusreport (measure_id, period_start, period_end, status,"
        " done, next_steps, risks, spent, forecast, light, light_reason, is_final,"
        " written_by_id, written_at, released_by_id, released_at)"
        " SELECT m.id, q, (q + interval '3 months - 1 day')::date, 'released',"
        " repeat('Es wurde gearbeitet. ', 20), repeat('Es geht weiter. ', 20), 'Keine.', 10,"
        " CASE WHEN m.id %% 50 = 0 THEN 1050 WHEN m.id %% 70 = 0 THEN 1200 ELSE 990 END, 'green',"
        " CASE WHEN m.id %% 90 = 0 THEN 'Begründung' ELSE '' END, false,"
        " %(person)s, now(), %(person)s, now()"
        " FROM coordination_measure m JOIN workflows_case k ON k.id = m.case_id,"
        " generate_series(date_trunc('quarter', now()) - interval '1 year',"
        " date_trunc('quarter', now()) - interval '3 months', interval '3 months') q"
        " WHERE k.state = 'implementation'",
        {"person": model.case.opened_by_id},
    )


def _keep_facts(connection: Any) -> None:
    """What triggers would have done, had they not been off."""
    connection.execute(
        "UPDATE coordination_measure n SET state = k.state FROM workflows_case k"
        " WHERE k.id = n.case_id"
    )
    connection.execute("SELECT coordination_keep_light(id) FROM coordination_measure")


_DUE = "current_date + ((m.id * 7 + p * 40) %% 400 - 5)::int"
_ANY_ID = "10000000 + o.id * 1000000 + n"
OF_CASE = "o.case_id = %(case)s"
_NAMES = (
    "(ARRAY['Sprachkurse in Familienzentren', 'Lotsen im Stadtteil', 'Dolmetschpool',"
    " 'Wohnberatung',"
    " 'Übergang von der Schule in den Beruf', 'Begegnungscafé'])[n %% 6 + 1] || ' ' || n"
)
CASE_COPY = {
    "id": f"{COPIES} + n",
    "title": _NAMES,
    "state": "(ARRAY['draft','cosigning','release','deliberation','implementation','completed'])"
    "[n %% 6 + 1]",
    "state_since": "now() - (n %% 300) * interval '1 day'",
}
MEASURE_COPY = {
    "id": f"{COPIES} + n",
    "case_id": f"{COPIES} + n",
    "reference": "'M-2026-' || lpad(n::text, 6, '0')",
    "title": _NAMES,
    "title_sort_key": f"lower({_NAMES})",
    "priority": "(ARRAY['high','medium','low'])[n / 6 %% 3 + 1]",
}


def copied(model: Any, changed: dict[str, str], which: str) -> str:
    """An INSERT that copies rows, some columns changed."""
    fields = [f for f in model._meta.concrete_fields if not f.generated]  # noqa: SLF001 - Django documents it
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(changed.get(field.column, f'o."{field.column}"') for field in fields)
    table = model._meta.db_table  # noqa: SLF001 - Django documents it
    return (
        f"INSERT INTO {table} ({columns}) SELECT {values}"
        f" FROM {table} o, generate_series(1, %(size)s) n WHERE {which}"
    )
