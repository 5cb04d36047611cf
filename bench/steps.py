"""One step of a case against raw SQL; the race of the votes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from bench import raw
from bench.databases import clone, drop, stay, using
from bench.report import Row
from coordination.measures.models import Measure
from tests import kinds
from tests.town import Town, found
from workflows.actions.acting.acts import Request, act
from workflows.models import Case, Event, Task, Unit

TITLE = "Steps of a case (medians of interleaved runs)"
RUNS = 120
WARM_UP = 20
OFFICES = 24
THREADS = 8
RACES = 5
DATABASE = "bench_steps"
# Far from every other key, so that a number in a statement is a case's key or is not.
FIRST_CASE = 700_000_000


def measure() -> list[Row]:
    """All of it on one database of its own."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            town = found()
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER SEQUENCE workflows_case_id_seq RESTART {FIRST_CASE}")
            office = kinds.make_office()
            return [
                *_against_raw(town, office),
                *_race(town),
            ]
    finally:
        drop(DATABASE)


# --- against raw SQL --------------------------------------------------------------------------


def _against_raw(town: Town, office: kinds.Office) -> list[Row]:
    send = _compare(
        lambda: kinds.opened(office).case,
        lambda case: Request(
            case, "send", office.clerk.pk, kinds.AT, command=uuid4(), version=1, text="Please."
        ),
    )
    school = town.person("school-head").pk

    def vote(case: int) -> Request:
        version = Case.objects.values_list("version", flat=True).get(pk=case)
        return Request(
            case,
            "vote",
            school,
            town.now,
            command=uuid4(),
            version=version,
            data={"choice": "approved"},
        )

    plain = _compare(lambda: _asked(town, impact_health=True), vote)
    last = _compare(lambda: _asked(town), vote)
    submit = _compare(
        lambda: town.propose(title=uuid4().hex).case_id,
        lambda case: Request(
            case, "submit", town.person("youth-head").pk, town.now, command=uuid4(), version=1
        ),
    )
    return [
        Row("a step with a transition ÷ raw psycopg", send[0], "times", 2.0, note=send[1]),
        Row("a vote ÷ raw psycopg", plain[0], "times", 2.0, note=plain[1]),
        Row("the vote that moves the case ÷ raw psycopg", last[0], "times", 2.0, note=last[1]),
        Row("submitting a measure ÷ raw psycopg", submit[0], "times", note=submit[1]),
        Row("statements of a vote", plain[2], "", 10),
        Row("statements of the vote that moves the case", last[2], "", 20),
    ]


def _asked(town: Town, **impacts: bool) -> int:
    return town.in_cosigning(title=uuid4().hex, impact_school=True, **impacts).case_id


def _compare(
    prepare: Callable[[], int], request: Callable[[int], Request]
) -> tuple[float, str, int]:
    """Ratio, a note with both medians, statements with begin and commit; every other one raw."""
    cases = [prepare() for _ in range(2 * (RUNS + WARM_UP) + 1)]
    model, *rest = cases
    known = raw.keys_of(model)
    asked = request(model)
    statements = raw.record(lambda: act(asked))
    ours: list[float] = []
    theirs: list[float] = []
    with raw.connect() as link:
        for index, case in enumerate(rest):
            if index % 2:
                ours.append(_timed(act, request(case)))
            else:
                keys = dict(zip(known, raw.keys_of(case), strict=True))
                theirs.append(_timed(raw.say, link, raw.rewritten(statements, keys)))
    mine, base = median(ours[WARM_UP:]), median(theirs[WARM_UP:])
    note = f"{mine * 1000:.2f} ms ÷ {base * 1000:.2f} ms"
    return mine / base, note, len(statements) + 2


def _timed(deed: Callable[..., object], *arguments: Any) -> float:
    begin = time.perf_counter()
    deed(*arguments)
    return time.perf_counter() - begin


# --- the race ---------------------------------------------------------------------------------


def _race(town: Town) -> list[Row]:
    """All offices vote at once on one case; forms loaded before the first vote.

    As in a running server each thread keeps its connection; the first race warms them up and
    does not count towards the time.
    """
    times: list[float] = []
    lost = 0
    with _threads() as pool:
        for number in range(1 + RACES):
            measure, votes = _race_case(town, number)
            taken = list(pool.map(_cast, votes))
            times += taken if number else []
            events = Event.objects.filter(case=measure.case_id, action="vote").count()
            moved = Case.objects.get(pk=measure.case_id).state == "release"
            lost += OFFICES - events + (not moved)
    note = (
        f"median {median(times) * 1000:.1f} ms; {THREADS} threads, each with one warm connection;"
        f" {RACES} races after one to warm up"
    )
    return [
        Row(f"{OFFICES} offices at once: lost votes", lost, "", 0),
        Row(f"{OFFICES} offices at once: slowest vote", max(times) * 1000, "ms", 150, note=note),
    ]


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that each keep one connection to the database for all their votes."""
    links: list[BaseDatabaseWrapper] = []
    with ThreadPoolExecutor(THREADS, initializer=lambda: links.append(stay(DATABASE))) as pool:
        try:
            yield pool
        finally:
            pool.shutdown()
            for link in links:
                link.close()


def _race_case(town: Town, number: int) -> tuple[Measure, Sequence[Request]]:
    units = [_office(town, index) for index in range(OFFICES)]
    measure = town.in_cosigning(title=f"Race {number}", partners=[unit.pk for unit in units])
    version = Case.objects.values_list("version", flat=True).get(pk=measure.case_id)
    tasks = Task.objects.filter(
        case=measure.case_id, status="open", desk__key__regex="^race.*-head$"
    ).select_related("desk")
    return measure, [
        Request(
            measure.case_id,
            "vote",
            task.desk.holders.get().person_id,
            town.now,
            command=uuid4(),
            version=version,
            task=task.pk,
            data={"choice": "approved"},
        )
        for task in tasks
    ]


def _office(town: Town, index: int) -> Unit:
    """A partner office of the race, made once."""
    unit = Unit.objects.filter(key=f"race{_letters(index)}").first()
    if unit is None:
        office = kinds.make_office(f"race{_letters(index)}")
        unit = office.unit
        unit.parent_id = town.units["division_3"]
        unit.ancestors = [town.units["mayor"], town.units["division_3"]]
        unit.save()
    return unit


def _cast(request: Request) -> float:
    return _timed(act, request)


def _letters(index: int) -> str:
    """A number in letters: names hold no digits."""
    return chr(ord("a") + index)
