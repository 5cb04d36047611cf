"""The dispatcher: in-app notices with their text, by one process and by two."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from django.db import connection

from bench.databases import clone, drop, using
from bench.report import Row
from tests import kinds
from workflows.models import Notice, Notification

TITLE = "Dispatcher: in-app notices with their text"
CASES = 300
ROWS = 20_000
ROUNDS = 3
DATABASE = "bench_dispatch"


def measure() -> list[Row]:
    """Alternating runs of one and two processes over equal outboxes; medians of the rates."""
    clone(DATABASE)
    try:
        with using(DATABASE):
            _found()
        ones, twos = [], []
        for _ in range(ROUNDS):
            ones.append(_rate(1))
            twos.append(_rate(2))
    finally:
        drop(DATABASE)
    one, two = median(ones), median(twos)
    note = f"{ROWS} notices about {CASES} cases, three kinds of texts; {ROUNDS} runs each"
    return [
        Row("one process", round(one), "notices/s", 2500, at_least=True, note=note),
        Row("two processes", round(two), "notices/s", note="each row delivered once"),
        Row("two processes ÷ one", two / one, "times", 1.6, at_least=True),
    ]


def _found() -> None:
    """An office with cases that have a task, a deadline and an actor to speak of."""
    office = kinds.make_office()
    for number in range(CASES):
        kinds.sent(office, title=f"E-{number} Swings for the park at the river")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE model AS SELECT * FROM workflows_notification"
                       " WHERE channel = 'in_app'")  # fmt: skip


def _rate(processes: int) -> float:
    """Notices per second from the signal to begin until the last process has found nothing."""
    with using(DATABASE):
        _fill()
    workers = [_worker() for _ in range(processes)]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    begin = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    seconds = time.perf_counter() - begin
    for worker in workers:
        worker.communicate()
    with using(DATABASE):
        assert Notice.objects.count() == ROWS
        assert not Notification.objects.filter(sent_at=None).exists()
    return ROWS / seconds


def _worker() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.dispatch_worker", DATABASE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _fill() -> None:
    """The same outbox again: new tasks, overdue ones, and tasks that somebody handed on."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE workflows_notice, workflows_notification")
        cursor.execute(_MULTIPLY, {"copies": ROWS // CASES + 1, "rows": ROWS})
        cursor.execute("VACUUM ANALYZE workflows_notification, workflows_notice")


_MULTIPLY = """
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, task_id, deadline_id, event_seq, data,
   created_at, send_at, attempts, error)
SELECT 'bench:' || n || ':' || m.id, m.recipient_id, 'in_app', k.template, m.case_id, m.task_id,
       CASE WHEN k.template = 'deadline_overdue' THEN d.id END, m.event_seq,
       jsonb_build_object('level', 'E1', 'due', d.due_on), m.created_at, m.send_at, 0, ''
  FROM model m
  JOIN workflows_deadline d ON d.case_id = m.case_id
 CROSS JOIN generate_series(1, %(copies)s) n
 CROSS JOIN LATERAL (SELECT (ARRAY['task_opened', 'deadline_overdue', 'task_handed'])
                            [1 + (n + m.case_id) %% 3] AS template) k
 ORDER BY n, m.case_id LIMIT %(rows)s
"""
