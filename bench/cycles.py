"""Whole cycles of a case against stock viewflow, in a small town and in a large city."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import django
from django.db import connection

from . import city
from .databases import clone, drop, stay, superuser, using
from .meter import Times
from .report import Row

TITLE = "Open, claim, complete (medians of interleaved runs; processor time of client and server)"
RUNS = 250
WARM_UP = 30
PROCESSES = 4
SECONDS = 8.0
PLACES = {"small town": 2.0, "large city": 1.8}


def measure() -> list[Row]:
    """All of it in each place, which has a database of its own."""
    return [row for place, target in PLACES.items() for row in _in(place, target)]


def _in(place: str, target: float) -> Iterator[Row]:
    from tests import kinds
    from tests.town import found

    with _database(place) as name, using(name):
        found()
        office = kinds.make_office()
        if place == "large city":
            with superuser(name) as link:
                city.grow(link)
        yield from _against_viewflow(place, office, target)
        yield _after_a_refusal(place, office)
        yield _at_once(place, name, office)


@contextmanager
def _database(place: str) -> Iterator[str]:
    name = f"bench_{place.replace(' ', '_')}"
    clone(name)
    try:
        yield name
    finally:
        drop(name)


# --- against viewflow -------------------------------------------------------------------------


def _against_viewflow(place: str, office: Any, target: float) -> Iterator[Row]:
    ours, stock = Times(WARM_UP), Times(WARM_UP)
    for _ in range(RUNS + WARM_UP):
        stock.measure(lambda: _stock_cycle(office.head))
        ours.measure(lambda: own_cycle(office.clerk.pk, office.head.pk))
    yield Row(
        f"{place}: viewflow ÷ engine, processors",
        stock.in_processors / ours.in_processors,
        "times",
        target,
        at_least=True,
        note=f"{stock} ÷ {ours}",
    )
    yield Row(
        f"{place}: viewflow ÷ engine, wall",
        stock.on_the_wall / ours.on_the_wall,
        "times",
        at_least=True,
    )


def own_cycle(clerk: int, head: int) -> None:
    """Open a case with a task for the head, claim it, complete it: trail, outbox, audience."""
    from tests.kinds import AT
    from workflows.actions.acting.acts import Request, act
    from workflows.actions.acting.cases import open_case
    from workflows.models import Task

    case = open_case(kind="prompt-errand", title="Errand", by=clerk, at=AT, command=uuid4()).case
    task = Task.objects.values_list("pk", flat=True).get(case=case, status="open")
    for name in ("claim", "answer"):
        act(Request(case, name, head, AT, command=uuid4(), task=task))


def _stock_cycle(user: Any) -> None:
    from .stock_flow import StockFlow

    process = StockFlow.start.run()
    task = process.task_set.get(flow_task=StockFlow.answer)
    with task.activation() as activation:
        activation.assign(user)
    with task.activation() as activation:
        activation.start(None)
        activation.execute()


# --- after a refusal --------------------------------------------------------------------------


def _after_a_refusal(place: str, office: Any) -> Row:
    """The same act, every other time with a refused one right before it."""
    from tests import kinds
    from workflows.actions.acting.acts import Request, act
    from workflows.refusals import Stale

    def send(case: int, version: int = 1) -> Callable[[], object]:
        request = Request(case, "send", office.clerk.pk, kinds.AT, command=uuid4(), version=version)
        return lambda: act(request)

    calm, shaken = Times(WARM_UP), Times(WARM_UP)
    cases = [kinds.opened(office).case for _ in range(2 * (RUNS + WARM_UP))]
    for first, second in zip(cases[::2], cases[1::2], strict=True):
        calm.measure(send(first))
        with suppress(Stale):
            send(second, version=7)()
        shaken.measure(send(second))
    return Row(
        f"{place}: an act after a refused one ÷ another",
        shaken.in_processors / calm.in_processors,
        "times",
        1.1,
        note=f"{shaken} ÷ {calm}",
    )


# --- many processes ---------------------------------------------------------------------------


def _at_once(place: str, database: str, office: Any) -> Row:
    """Acts that are done in a second where several processes do nothing else."""
    connection.close()
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        jobs = [(database, office.clerk.pk, office.head.pk)] * PROCESSES
        found = pool.starmap(_busy, jobs)
    acts, seconds = sum(one[0] for one in found), max(one[1] for one in found)
    return Row(
        f"{place}: acts per second, {PROCESSES} processes",
        acts / seconds,
        "/s",
        130,
        at_least=True,
        note=f"load of the machine before: {os.getloadavg()[0]:.1f}",
    )


def _busy(database: str, clerk: int, head: int) -> tuple[int, float]:
    """Whole cycles for some seconds; how many acts, in which time."""
    django.setup()
    stay(database)
    from tests import kinds  # noqa: F401 - registers the errand

    for _ in range(10):
        own_cycle(clerk, head)
    acts, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        own_cycle(clerk, head)
        acts += 3
    return acts, time.perf_counter() - begin
