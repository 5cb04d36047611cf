"""The search over all that one sees, through HTTP at 100,000 measures."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from urllib.parse import quote

import psycopg

from bench.databases import clone, drop, superuser, using
from bench.measures import COPIES, SIZE, built_afterwards, multiply
from bench.report import Row
from bench.web import Site, log_in, site
from tests.town import found
from workflows.models import Desk

TITLE = "Search over all through HTTP at 100,000 measures (medians)"
ROUNDS, WARM_UP = 30, 5
DATABASE = "bench_search"
TARGET = 100
SOUGHT = {
    "rare word": "Zaunkönigin",
    "frequent word, 16,667 hits": "Wohnberatung",
    "number": f"M-2026-{COPIES + 4711}",
    "near number": f"M-2026-{COPIES + SIZE + 7}",
    "nothing found": "Unauffindbares",
    "two words": "Familienzentren Sprachkurs",
    "rare and frequent word": "Wohnberatung 4707",
    "one office": "youth",
}
FEW = 25
"""So many of the measures the clerk of an office sees."""


def measure() -> list[Row]:
    """As the deputy mayor for integration, who sees them all, and as a clerk who sees few."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            model = town.in_cosigning(impact_school=True, cost="1000", cover="Etat")
            people = {
                "all": log_in(town.person("division_3-deputy_mayor")),
                "few": log_in(town.person("social-clerk")),
            }
            desk = Desk.objects.get(key="social-clerk").pk
        with superuser(DATABASE) as connection:
            multiply(connection, model)
            _number_titles(connection)
            _show_few(connection, desk)
            _hide_a_rare_word(connection)
            connection.execute("VACUUM (ANALYZE)")
        with site(DATABASE) as pages:
            return _measured(pages, people)
    finally:
        drop(DATABASE)


def _show_few(connection: psycopg.Connection, desk: int) -> None:
    connection.execute(
        "INSERT INTO workflows_caseaudience (case_id, desk_id, reason)"
        " SELECT %(copies)s + n, %(desk)s, 'task' FROM generate_series(1, %(size)s, %(step)s) n"
        " ON CONFLICT DO NOTHING",
        {"copies": COPIES, "desk": desk, "size": SIZE, "step": SIZE // FEW},
    )


def _number_titles(connection: psycopg.Connection) -> None:
    """As in earnest: the title of a case begins with its number, which ends in its key."""
    numbered = "UPDATE workflows_case SET title = 'M-2026-' || id || ' ' || title WHERE id > %s"
    with built_afterwards(connection, "workflows_case_title_parts"):
        connection.execute(numbered, [COPIES])


def _hide_a_rare_word(connection: psycopg.Connection) -> None:
    connection.execute(
        "UPDATE coordination_measure SET facts = facts || ' Die Zaunkönigin berät mit.'"
        " WHERE case_id = %s",
        [COPIES + 1],
    )


def _measured(pages: Site, people: Mapping[str, str]) -> list[Row]:
    visits = {(who, what): (people[who], SOUGHT[what]) for who in people for what in SOUGHT}
    times: dict[tuple[str, str], list[float]] = {key: [] for key in visits}
    most = 0
    for turn in range(WARM_UP + ROUNDS):
        for key, (session, text) in visits.items():
            pages.queries.clear()
            answer = pages.get(f"/suche/?q={quote(text)}", session)
            most = max(most, len(pages.queries))
            if turn >= WARM_UP:
                times[key].append(answer.milliseconds)
    rows = [
        Row(f"sees {who}, {what}: page", median(taken), "ms", TARGET)
        for (who, what), taken in times.items()
    ]
    return [*rows, Row("queries of the busiest page", most, "", 20)]
