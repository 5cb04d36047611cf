"""Co-signing 500 matters at once, by the job of the workers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

import time_machine

from bench.databases import clone, drop, using
from bench.report import Row
from coordination.measures.models import Measure, Visit
from tests.statements import statements
from tests.town import NOW, Town, found
from workflows.actions.inbox import bulk
from workflows.jobs import act_on_many
from workflows.models import BulkItem, BulkRun, Task, Vote

TITLE = "Co-signature of 500 items at once, by the job of the workers"
DATABASE = "bench_bulk"
SIGNER = "school-head"
SECONDS, STATEMENTS = 15, 25


def measure() -> list[Row]:
    """Chosen, checked, confirmed, then done by the job; counted as libpq tells."""
    clone(DATABASE)
    try:
        # The town's periods run: so its days are those of the bench.
        with using(DATABASE), time_machine.travel(NOW, tick=True):
            town = found()
            measures = [
                town.in_cosigning(title=f"Mitzuzeichnen {number}", impact_school=True)
                for number in range(bulk.MOST)
            ]
            return _measured(town, measures)
    finally:
        drop(DATABASE)


def _measured(town: Town, measures: Sequence[Measure]) -> list[Row]:
    run = _chosen(town, measures)
    checked, told_of_check = _work(run)
    assert run.items.filter(status=BulkItem.Status.POSSIBLE).count() == len(measures)
    run.refresh_from_db()
    # The time in which it can be called back is over.
    bulk.confirm(run, only_possible=False, at=town.now - bulk.UNDO - timedelta(minutes=1))
    done, told = _work(run)
    assert run.items.filter(status=BulkItem.Status.DONE).count() == len(measures)
    assert Vote.objects.filter(cast_by=town.person(SIGNER)).count() == len(measures)
    return [
        Row("500 items checked", checked, "s"),
        Row("statements of the check of an item", told_of_check / len(measures), ""),
        Row("500 items co-signed", done, "s", SECONDS),
        Row("statements of an item", told / len(measures), "", STATEMENTS),
    ]


def _chosen(town: Town, measures: Sequence[Measure]) -> BulkRun:
    """The tasks of one office, each opened in its present version, with the act said."""
    signer = town.person(SIGNER)
    cases = [one.case_id for one in measures]
    Visit.objects.bulk_create(
        Visit(person=signer, case_id=case, seen=10, seen_before=0, began_at=town.now)
        for case in cases
    )
    tasks = Task.objects.filter(case__in=cases, desk__key=SIGNER, status="open")
    picked = [("task", key) for key in tasks.values_list("pk", flat=True)]
    assert bulk.choose(by=signer, at=town.now, shown=(), picked=picked) == len(measures)
    run = BulkRun.objects.get(person=signer)
    return bulk.prepare(run, name="vote", data={}, text="", at=town.now)


def _work(run: BulkRun) -> tuple[float, int]:
    """What a worker does with a run until it is over: seconds, and statements sent."""
    with statements() as count:
        begin = time.perf_counter()
        act_on_many(str(run.pk))
        taken = time.perf_counter() - begin
    return taken, count.sent
