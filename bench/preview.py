"""Who would get what on which day: of a city with 5,000 running cases, for 90 days."""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median

from django.utils import timezone

from bench import inbox_city
from bench.databases import drop, using
from bench.ladder import prepare
from bench.report import Row
from workflows.calendars import local_date
from workflows.models import Case, Deadline, Task
from workflows.queries.time.preview import preview

TITLE = "The preview of 90 days in a city with 5,000 running cases"
CASES, TASKS = 5_000, 10_000
DAYS = 90
RUNS = 5


def measure() -> list[Row]:
    """For the whole city, as the command asks, and for all cases by their ids, as the page does."""
    now = timezone.now()
    city = inbox_city.build(TASKS)
    try:
        prepare(city.database, city.size, now)
        with using(city.database):
            running = list(
                Case.objects.filter(pk__in=Task.objects.filter(status="open").values("case"))
                .order_by("pk")
                .values_list("pk", flat=True)
            )
            assert len(running) == CASES
            deadlines = Deadline.objects.filter(status="running").count()
            until = local_date(now) + timedelta(days=DAYS)
            times: dict[str, list[float]] = {"city": [], "cases": []}
            for _run in range(RUNS):
                for name, cases in (("city", None), ("cases", running)):
                    begin = time.perf_counter()
                    found = preview(at=now, until=until, cases=cases)
                    times[name].append(time.perf_counter() - begin)
    finally:
        drop(city.database)
    note = f"{deadlines} deadlines, {len(found)} messages foreseen"
    return [
        Row("preview of the city", median(times["city"]), "s", 3, note=note),
        Row("preview of 5,000 named cases", median(times["cases"]), "s", 3),
        Row("messages foreseen per deadline", len(found) / deadlines, ""),
    ]
