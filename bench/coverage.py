"""The blind spot through HTTP: the coverage matrix over 5,000 and 100,000 measures."""

from __future__ import annotations

from statistics import median

from bench import measures as many
from bench.databases import clone, drop, superuser, using
from bench.report import Row
from bench.web import Site, log_in, site
from tests.coordination.concept.concepts import groups
from tests.town import found

TITLE = "Coverage matrix through HTTP at 5,000 and 100,000 measures (medians)"
SIZES = {5_000: 150, 100_000: None}
"""So many measures, and the milliseconds that are asked for; nothing is asked at the larger one."""
ROUNDS, WARM_UP = 30, 5
DATABASE = "bench_coverage"
PAGE = "/konzepte/blinder-fleck/"


def measure() -> list[Row]:
    """As the deputy mayor for integration sees it, who sees all of them."""
    return [row for size in SIZES for row in _at(size)]


def _at(size: int) -> list[Row]:
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
            many.multiply(connection, model, size=size)
        with site(DATABASE) as pages:
            return _measured(pages, session, size)
    finally:
        drop(DATABASE)


def _measured(pages: Site, session: str, size: int) -> list[Row]:
    taken, queries = [], 0
    for turn in range(ROUNDS + WARM_UP):
        pages.queries.clear()
        answer = pages.get(PAGE, session)
        queries = len(pages.queries)
        if turn >= WARM_UP:
            taken.append(answer.milliseconds)
    return [
        Row(f"coverage matrix at {size:,}: page", median(taken), "ms", SIZES[size]),
        Row(f"coverage matrix at {size:,}: queries", queries, "", 15),
    ]
