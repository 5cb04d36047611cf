"""The blind spot through HTTP: the coverage matrix over 5,000 measures."""

from __future__ import annotations

from statistics import median

from bench import measures as many
from bench.databases import clone, drop, superuser, using
from bench.report import Row
from bench.web import Site, log_in, site
from tests.coordination.concept.concepts import groups
from tests.town import found

TITLE = "Coverage matrix through HTTP at 5,000 measures (medians)"
SIZE = 5_000
ROUNDS, WARM_UP = 30, 5
DATABASE = "bench_coverage"
PAGE = "/konzepte/blinder-fleck/"


def measure() -> list[Row]:
    """As the deputy mayor for integration sees it, who sees all of them."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            chosen = [group.pk for group in groups()]
            model = town.in_cosigning(
                impact_school=True, cost="1000", cover="Etat", target_groups=chosen
            )
            session = log_in(town.person("division_3-deputy_mayor"))
        with superuser(DATABASE) as connection:
            many.multiply(connection, model, size=SIZE)
        with site(DATABASE) as pages:
            return _measured(pages, session)
    finally:
        drop(DATABASE)


def _measured(pages: Site, session: str) -> list[Row]:
    taken, queries = [], 0
    for turn in range(ROUNDS + WARM_UP):
        pages.queries.clear()
        answer = pages.get(PAGE, session)
        queries = len(pages.queries)
        if turn >= WARM_UP:
            taken.append(answer.milliseconds)
    return [
        Row("coverage matrix: page", median(taken), "ms", 150),
        Row("queries", queries, "", 15),
    ]
