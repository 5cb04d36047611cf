"""The tick over a million open deadlines, against viewflow's own timer sweep."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from statistics import median
from typing import Any

from django.utils import timezone

from bench import inbox_city, partner
from bench.databases import drop, superuser, using
from bench.report import Row
from workflows.actions.time.ladder import climb
from workflows.calendars import WorkingCalendar, rung_moments
from workflows.models import (
    Desk,
    DeskHolder,
    Notification,
    Reminder,
    RouteRung,
    RouteVersion,
    Unit,
    User,
)
from workflows.queries.people.routes import ladder_of

TITLE = "The ladder of reminders at 1,000,000 open deadlines"
SIZE, SMALL = 1_000_000, 1_000
DUE = 10_000
BLOCK = 2_000
"""Deadlines that were set on the same day."""
ROUNDS = 3
IDLE_RUNS = 40
TIMERS = 300
# Typed from domain 2.9.
LADDER = (
    ("E-2", -5, 10, ["responsible"]),
    ("E-1", -2, 0, ["responsible"]),
    ("E0", 0, 0, ["responsible", "deputy"]),
    ("E1", 1, 0, ["responsible", "deputy"]),
    ("E2", 3, 0, ["head"]),
    ("E3", 5, 0, ["division", "integration"]),
    ("E4", 10, 0, ["board"]),
)


def measure() -> list[Row]:
    """Both sizes, one tick and two, and the sweep of another engine in the same run."""
    now = timezone.now()
    cities = [inbox_city.build(size) for size in (SMALL, SIZE)]
    try:
        for city in cities:
            prepare(city.database, city.size, now)
        idle = {city.size: _idle(city.database, now) for city in cities}
        return [
            Row("tick with 0 due at 1,000", idle[SMALL], "ms", 10),
            Row("tick with 0 due at 1,000,000", idle[SIZE], "ms", 10),
            *_rungs(cities[1].database, now),
        ]
    finally:
        for city in cities:
            drop(city.database)


# --- the city ---------------------------------------------------------------------------------


def prepare(database: str, size: int, now: datetime) -> None:
    """Superiors, a route with a ladder, a deadline on every open step."""
    with using(database):
        route = _route()
        _superiors()
        moments = _moments(route, now)
    with superuser(database) as link:
        link.execute("SET session_replication_role = replica")
        link.execute("UPDATE workflows_case SET route_id = %s", [route])
        link.execute(
            _DEADLINES,
            {"size": size, "due": min(DUE, size // 100), "block": BLOCK, "now": now, **moments},
        )
        link.execute("VACUUM (ANALYZE) workflows_deadline")
        link.execute("VACUUM (ANALYZE) workflows_case")


def _route() -> int:
    route = RouteVersion.objects.create(kind="measure", number=1, valid_from=date(2020, 1, 1))
    for position, (level, offset, minimum, recipients) in enumerate(LADDER):
        RouteRung.objects.create(
            route=route, position=position, level=level, offset=offset, minimum=minimum,
            recipients=recipients,
        )  # fmt: skip
    return route.pk


def _superiors() -> None:
    """A mayor, five divisions, every other desk below one of them."""
    heads = list(Desk.objects.order_by("pk"))
    unit = Unit.objects.get(key="unit-0")
    above = [("mayor", "mayor"), *[(f"division-{n}", "deputy_mayor") for n in range(5)]]
    desks = []
    for n, (key, function) in enumerate(above):
        person = User.objects.create(
            email=f"{key}@stadt.example", given_name="Vorname", family_name=f"Leitung {n}",
            password="!", sort_key=f"leitung {n}",
        )  # fmt: skip
        desk = Desk.objects.create(
            unit=unit, key=key, name=key, function=function, superior=desks[0] if desks else None
        )
        DeskHolder.objects.create(desk=desk, person=person, valid_from=date(2020, 1, 1))
        desks.append(desk)
    for n, head in enumerate(heads):
        head.superior = desks[1 + n % 5]
    Desk.objects.bulk_update(heads, ["superior"])


def _moments(route: int, now: datetime) -> dict[str, Any]:
    """The rungs of a deadline that is due in three weeks, and of one due two days ago."""
    calendar, today = WorkingCalendar("NW"), now.date()
    ladder = ladder_of(route)
    found = {}
    for name, day in (("late", today - timedelta(days=6)), ("later", today + timedelta(days=40))):
        found[name] = rung_moments(
            ladder, starts_on=day - timedelta(days=30), due_on=day, after=now - timedelta(days=90),
            calendar=calendar,
        )  # fmt: skip
        found[f"{name}_on"] = day
    return found


# In each round DUE deadlines at all desks come to the rung E2. What is due on one morning was set
# on a few days, one for each length of period: so it lies together in blocks.
_DEADLINES = """
INSERT INTO workflows_deadline (id, case_id, step_id, kind, subject, starts_on, due_on, due_at,
                                status, effect, unit, rungs, next_rung,
                                next_rung_at)
SELECT uuidv7(), s.case_id, s.id, 'cosigning', s.subject, d.day - 30, d.day, d.day + 1, 'running',
       '', 'working_days',
       CASE WHEN d.turn <= 12 THEN %(late)s::timestamptz[] ELSE %(later)s::timestamptz[] END,
       CASE WHEN d.turn <= 12 THEN 4 ELSE 0 END,
       CASE WHEN d.turn <= 12 THEN %(now)s + d.turn * interval '1 hour'
            ELSE (%(later)s::timestamptz[])[1] END
  FROM workflows_steprun s
 CROSS JOIN LATERAL (SELECT substr(s.subject, 6)::bigint AS n) k
 CROSS JOIN LATERAL (
   SELECT t.turn, CASE WHEN t.turn <= 12 THEN %(late_on)s::date ELSE %(later_on)s::date END AS day
     FROM (SELECT 1 + k.n / %(block)s %% (%(size)s / %(due)s) AS turn) t) d
 WHERE s.closed_at IS NULL
"""


# --- the runs ---------------------------------------------------------------------------------


def _idle(database: str, now: datetime) -> float:
    """Milliseconds of a tick that finds nothing."""
    with using(database):
        times = [_timed(now) for _ in range(IDLE_RUNS)]
    return median(times[5:]) * 1000


def _timed(at: datetime) -> float:
    begin = time.perf_counter()
    climb(at=at)
    return time.perf_counter() - begin


def _rungs(database: str, now: datetime) -> list[Row]:
    """One tick, two at once, and the stock sweep, in turn; each round has its own deadlines."""
    single, double, stock = [], [], []
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(partner.tick, [(database, now)] * 2))
        with using(database):
            for turn in range(1, 2 * ROUNDS, 2):
                single.append(_timed(now + timedelta(hours=turn, minutes=1)))
                at = now + timedelta(hours=turn + 1, minutes=1)
                begin = time.perf_counter()
                list(pool.map(partner.tick, [(database, at)] * 2))
                double.append(time.perf_counter() - begin)
                stock.append(_sweep())
            rungs = Reminder.objects.filter(is_skipped=False).count()
            told = Notification.objects.filter(channel="in_app").values("key").distinct().count()
            rows = Notification.objects.filter(channel="in_app").count()
    ours, both, theirs = DUE / median(single), DUE / median(double), 1 / median(stock)
    lost = abs(rungs - 2 * ROUNDS * DUE) + (rows - told)
    return [
        Row("one tick, recipients resolved", ours, "rungs/s", 8000, at_least=True),
        Row("two ticks at once", both, "rungs/s", ours * 0.95, at_least=True),
        Row("rungs lost or doubled", lost, "", 0),
        Row(
            "one tick ÷ viewflow's sweep of timers", ours / theirs, "times", 50, at_least=True,
            note=f"{theirs:.0f} timers/s",
        ),
    ]  # fmt: skip


def _sweep() -> float:
    """Seconds per timer of a stock flow that the sweep fires."""
    from viewflow.workflow.timers import fire_due_timers

    from bench.stock_flow import StockTimerFlow

    for _ in range(TIMERS):
        StockTimerFlow.start.run()
    begin = time.perf_counter()
    fired = fire_due_timers()
    assert fired == TIMERS
    return (time.perf_counter() - begin) / TIMERS
