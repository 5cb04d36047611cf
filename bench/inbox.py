"""The inbox through HTTP, as the number of open tasks grows from a thousand to a million."""

from __future__ import annotations

import contextlib
import random
from collections import defaultdict
from statistics import median

from bench.databases import drop, using
from bench.inbox_city import City, build
from bench.report import Row
from bench.web import Site, log_in, site

TITLE = "Inbox through HTTP (medians of interleaved requests)"
SIZES = (1_000, 100_000, 1_000_000)
ROUNDS = 150
WARM_UP = 15
PAGE = "/?view=desk"
Key = tuple[str, int]
# What else is done in an inbox of 25,000 among a million; reported, not promised.
OTHERS = {
    "start page": "/",
    "overdue only": "/?view=desk&due=overdue",
    "newest first": "/?view=desk&sort=new",
    "search": "/?view=desk&q=Dolmetschpool+M-2026-01",
    "in hand with others": "/?view=desk&holder=taken",
    "substitution": "/?view=deputy",
    "done": "/?view=done",
    "started": "/?view=started",
}


def measure() -> list[Row]:
    """Both people at all sizes, interleaved in one process; then the rest of B's inbox."""
    with contextlib.ExitStack() as stack:
        cities = [_built(stack, size) for size in SIZES]
        sites = {city.size: stack.enter_context(site(city.database)) for city in cities}
        visits = {key: (sites[key[1]], who) for key, who in _people(cities).items()}
        times = _interleaved(visits)
        rows = [row for city in cities for row in _at_size(city, times)]
        rows += _ratios(times)
        rows += _weights(visits)
        rows += _rest(*visits["B", SIZES[-1]])
    return rows


def _built(stack: contextlib.ExitStack, size: int) -> City:
    city = build(size)
    stack.callback(drop, city.database)
    return city


def _people(cities: list[City]) -> dict[Key, str]:
    """A session for each person in each city."""
    sessions: dict[Key, str] = {}
    for city in cities:
        with using(city.database):
            sessions["A", city.size] = log_in(city.few)
            sessions["B", city.size] = log_in(city.many)
    return sessions


def _interleaved(visits: dict[Key, tuple[Site, str]]) -> dict[Key, list[float]]:
    chance = random.Random(1)
    times: dict[Key, list[float]] = defaultdict(list)
    for number in range(WARM_UP + ROUNDS):
        order = list(visits.items())
        chance.shuffle(order)
        for key, (where, session) in order:
            taken = where.get(PAGE, session).milliseconds
            if number >= WARM_UP:
                times[key].append(taken)
    return times


def _at_size(city: City, times: dict[Key, list[float]]) -> list[Row]:
    last = city.size == SIZES[-1]
    sees = {"A": 25, "B": city.many_see}
    return [
        Row(
            f"{who} sees {sees[who]:,} of {city.size:,} open tasks", median(times[who, city.size]),
            "ms", 30 if last else None, note=f"p95 {_p95(times[who, city.size]):.1f} ms",
        )
        for who in ("A", "B")
    ]  # fmt: skip


def _ratios(times: dict[Key, list[float]]) -> list[Row]:
    """At a million, compared with the smallest size at which the person sees as many."""
    return [
        Row(
            f"{who} at {SIZES[-1]:,} ÷ at {smallest:,}",
            median(times[who, SIZES[-1]]) / median(times[who, smallest]), "times", 1.25,
        )
        for who, smallest in (("A", SIZES[0]), ("B", SIZES[1]))
    ]  # fmt: skip


def _weights(visits: dict[Key, tuple[Site, str]]) -> list[Row]:
    queries, weights = 0, 0
    for where, session in visits.values():
        where.queries.clear()
        answer = where.get(PAGE, session)
        queries, weights = max(queries, len(where.queries)), max(weights, len(answer.body))
    return [
        Row("SQL queries of the page", queries, "queries", 7),
        Row("HTML of the page", weights / 1024, "KiB", 40),
    ]


def _rest(where: Site, session: str) -> list[Row]:
    pages = {"page 2": _forward(where, session), **OTHERS}
    rows = []
    for what, path in pages.items():
        where.get(path, session)
        times = [where.get(path, session).milliseconds for _ in range(30)]
        rows.append(Row(f"B at {SIZES[-1]:,}: {what}", median(times), "ms"))
    return rows


def _forward(where: Site, session: str) -> str:
    html = where.get(PAGE, session).body.decode()
    before = html[: html.index('rel="next"')]
    return before[before.rindex('href="') + 6 : before.rindex('"')].replace("&amp;", "&")


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
