"""The follow-up through HTTP: the list at 100,000 items, a report over 10,000 of them."""

from __future__ import annotations

from statistics import median

import psycopg

from bench.databases import clone, drop, superuser, using
from bench.report import Row
from bench.web import Site, log_in, site
from coordination.followup.models import FollowUp
from tests.coordination.followup.items import SECRETARY, item
from tests.town import found

TITLE = "Follow-up through HTTP at 100,000 items (medians)"
SIZE, OF_ONE_BODY = 100_000, 10_000
ABOVE = 20_000_000
"""The numbers of the copies begin above all that the town of the tests has."""
ROUNDS, WARM_UP = 5, 2
DATABASE = "bench_followup"
LISTS = {
    "unfiltered": "/beschlusskontrolle/",
    "only overdue": "/beschlusskontrolle/?overdue=on",
    "delayed ones": "/beschlusskontrolle/?state=delayed",
    "of a body": "/beschlusskontrolle/?body={body}",
    "searched by words": "/beschlusskontrolle/?q=Spielpl",
    "searched by a number": "/beschlusskontrolle/?q=26-47110",
    "off the list": "/beschlusskontrolle/?state=closed",
}
REPORT = "/beschlusskontrolle/bericht/{what}?body={body}&period=2026-01-01.quarter"
LONGEST = 2_000
"""The whole of a report may take so many milliseconds."""


def measure() -> list[Row]:
    """As the council office sees it, which sees all of them."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            model = item(town)
            session = log_in(town.person(SECRETARY))
        with superuser(DATABASE) as connection:
            _multiply(connection, model)
        with site(DATABASE) as pages:
            return [*_lists(pages, session, model.body_id), *_reports(pages, session, model)]
    finally:
        drop(DATABASE)


def _lists(pages: Site, session: str, body: int) -> list[Row]:
    rows = []
    for what, path in LISTS.items():
        taken, queries = _ask(pages, session, path.format(body=body))
        rows.append(Row(f"{what}: page", taken, "ms", target=60, note=f"{queries} queries"))
    return rows


def _reports(pages: Site, session: str, model: FollowUp) -> list[Row]:
    rows = []
    for name, what in (("page", ""), ("XLSX", "tabelle/")):
        path = REPORT.format(what=what, body=model.body_id)
        taken, queries = _ask(pages, session, path)
        note = f"{OF_ONE_BODY:,} items, {queries} queries"
        rows.append(Row(f"report as {name}", taken, "ms", target=LONGEST, note=note))
    return rows


def _ask(pages: Site, session: str, path: str) -> tuple[float, int]:
    taken, queries = [], 0
    for turn in range(ROUNDS + WARM_UP):
        pages.queries.clear()
        answer = pages.get(path, session)
        queries = len(pages.queries)
        if turn >= WARM_UP:
            taken.append(answer.milliseconds)
    return median(taken), queries


def _multiply(connection: psycopg.Connection, model: FollowUp) -> None:
    connection.execute("SET session_replication_role = replica")  # the keys are right by making
    values = {
        "case": model.case_id, "item": model.pk, "above": ABOVE, "size": SIZE,
        "body": model.body_id, "share": SIZE // OF_ONE_BODY,
    }  # fmt: skip
    for statement in (_CASES, _AUDIENCE, _ITEMS):
        connection.execute(statement, values)
    connection.execute("VACUUM (ANALYZE)")


_CASES = """
INSERT INTO workflows_case (id, kind, state, title, version, round, access, route_id, opened_at,
                            state_since, closed_at, seq, head)
SELECT %(above)s + n, 'followup', 'open', c.title, 1, 0, 'normal', c.route_id, c.opened_at,
       c.state_since, NULL, 1, c.head
  FROM workflows_case c, generate_series(1, %(size)s) n WHERE c.id = %(case)s
"""
_AUDIENCE = """
INSERT INTO workflows_caseaudience (id, case_id, desk_id, reason)
SELECT a.id * 1000000 + n, %(above)s + n, a.desk_id, a.reason
  FROM workflows_caseaudience a, generate_series(1, %(size)s) n WHERE a.case_id = %(case)s
"""
_ITEMS = """
INSERT INTO coordination_followup (id, case_id, reference, kind, title, title_key, asked_on, mover,
    paper, asked, needed, provided, is_public, rhythm, state, reason, new_date, public_note,
    internal_note, next_report_on, publication, source, source_number, body_id, office_id)
SELECT f.id + n, %(above)s + n, 'B-2026-' || n, f.kind, 'Auftrag ' || n, 'auftrag ' || n,
       f.asked_on - n %% 900, f.mover, 'DS 26-' || n, f.asked, f.needed,
       repeat('Bericht. ', n %% 20), true, f.rhythm, s.state, 'Grund', '2026-09-01',
       'Anmerkung ' || n, 'intern', CASE WHEN s.state = 'closed' THEN NULL
       ELSE date '2026-01-01' + n %% 500 END, 'none', '', '',
       CASE WHEN n %% %(share)s = 0 THEN f.body_id ELSE b.id END, f.office_id
  FROM coordination_followup f, generate_series(1, %(size)s) n,
       LATERAL (SELECT (ARRAY['open', 'in_work', 'delayed', 'continuous', 'done',
                              'closed'])[1 + n / 10 %% 6] AS state) s,
       LATERAL (SELECT min(id) AS id FROM coordination_organization WHERE id <> %(body)s) b
 WHERE f.id = %(item)s
"""
