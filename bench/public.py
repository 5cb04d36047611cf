"""The pages for everybody through HTTP."""

from __future__ import annotations

from statistics import median

import psycopg

from bench import measures as many
from bench.databases import clone, drop, superuser, using
from bench.report import Row
from bench.web import Site, site
from coordination.publishing.models import PublicEntry
from tests.coordination.demands.demands import brought_to
from tests.coordination.publishing.entries import in_state, shown
from tests.coordination.targets.targets import measured, resolved
from tests.town import found

TITLE = "Pages for everybody at 5,000 released measures (medians)"
SIZE = 5_000
ROUNDS, WARM_UP = 20, 4
DATABASE = "bench_public"
PAGES = {
    "overview": "/oeffentlich/",
    "measures": "/oeffentlich/massnahmen/",
    "measures of a field": "/oeffentlich/massnahmen/?feld={field}",
    "measures, searched": "/oeffentlich/massnahmen/?q=Titel",
    "measures, last page": "/oeffentlich/massnahmen/?page=200",
    "a measure": "/oeffentlich/massnahmen/{measure}/",
    "measures as Atom": "/oeffentlich/massnahmen/atom.xml",
    "progress": "/oeffentlich/fortschritt/",
    "a target": "/oeffentlich/ziele/{target}/",
    "a demand": "/oeffentlich/forderungen/{demand}/",
    "coming matters": "/oeffentlich/vorhaben/",
    "follow-up": "/oeffentlich/beschlusskontrolle/",
}
MOST = 50
"""So many milliseconds a public page may take."""


def measure() -> list[Row]:
    """As somebody without an account."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            model = town.in_cosigning(impact_school=True, cost="1000", cover="Etat")
            in_state(model, "implementation")
            goal, demand = resolved(town), brought_to(town, "answered")
            for row in goal.objectives.all():
                measured(town, row, "200", "2026-03-02")
            entries = {
                "measure": shown(town, "measure", model.case_id),
                "target": shown(town, "target", goal.case_id),
                "demand": shown(town, "demand", demand.case_id, answer="Ja."),
            }
            addresses = {name: entry.reference for name, entry in entries.items()}
            addresses["field"] = f"{model.fields_of_action.all()[0].pk}"
        with superuser(DATABASE) as connection:
            many.multiply(connection, model, size=SIZE)
            _release(connection, entries["measure"])
        with site(DATABASE) as pages:
            return [_row(pages, what, path.format(**addresses)) for what, path in PAGES.items()]
    finally:
        drop(DATABASE)


def _row(pages: Site, what: str, path: str) -> Row:
    taken, queries = [], 0
    for turn in range(ROUNDS + WARM_UP):
        pages.queries.clear()
        answer = pages.get(path, "")
        queries = len(pages.queries)
        if turn >= WARM_UP:
            taken.append(answer.milliseconds)
    return Row(f"{what}: page", median(taken), "ms", target=MOST, note=f"{queries} queries")


def _release(connection: psycopg.Connection, entry: PublicEntry) -> None:
    """An entry for each copy of the measure, with a case of its own."""
    values = {"case": entry.case_id, "matter": entry.matter_id, "topic": entry.topic}
    for statement in (_CASES, _ENTRIES):
        connection.execute(statement, values)
    connection.execute("VACUUM (ANALYZE)")


_COPIES = """
  FROM coordination_measure m JOIN workflows_case c ON c.id = %(case)s
 WHERE m.case_id <> %(matter)s
"""
_CASES = f"""
INSERT INTO workflows_case (id, kind, state, title, version, round, access, route_id, opened_at,
                            state_since, closed_at, seq, head)
SELECT 5000000 + m.id, c.kind, c.state, c.title, 1, 0, 'normal', c.route_id, c.opened_at,
       c.state_since, NULL, 1, c.head
{_COPIES}"""
_ENTRIES = """
INSERT INTO coordination_publicentry (case_id, matter_id, topic, reference, office_id, title,
    summary, participation, participation_words, answer, released, publication, published_at,
    renewed_at)
SELECT 5000000 + m.id, m.case_id, e.topic, 'M-X-' || m.id, e.office_id, 'Titel ' || m.id, e.summary,
       '', '', '', e.released || jsonb_build_object('title', 'Titel ' || m.id), 'public',
       e.published_at, e.renewed_at - m.id * interval '1 minute'
  FROM coordination_measure m JOIN coordination_publicentry e ON e.case_id = %(case)s
 WHERE m.case_id <> %(matter)s
"""
