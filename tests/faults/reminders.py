"""Reminders under kill -9: each due rung is told once in the application and once by mail."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import IO, Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from tests.faults.checker import Effect, judge
from tests.faults.figures import Figures, wait_until
from tests.kinds import make_office, sent
from workflows.models import (
    Deadline,
    Desk,
    DeskHolder,
    Notice,
    Notification,
    Reminder,
    RouteRung,
    RouteVersion,
    Task,
    User,
)

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""Tuesday morning; the errands were due the day before."""

WITHIN = timedelta(seconds=90)
DISPATCHERS = 2
PEOPLE_AT_A_DESK = 2
ROWS_OF_A_DEADLINE = 2 * PEOPLE_AT_A_DESK
_TASK = re.compile(r"\?task=([0-9a-f-]{36})")


@dataclass
class Post:
    """A mail server that keeps when it took which mail."""

    mails: list[tuple[float, str, str, frozenset[str]]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        tasks = frozenset(_TASK.findall(body.get_content()))
        self.mails.append((time.time(), str(mail["Message-ID"]), envelope.rcpt_tos[0], tasks))
        return "250 OK"


def killed(*, rows: int, kills: int) -> Figures:
    """So many rows of the outbox become due while dispatchers are killed so many times."""
    figures = Figures("reminders under kill -9")
    due = _make_due(rows // ROWS_OF_A_DEADLINE, spread=timedelta(seconds=max(kills * 0.1, 1)))
    begin, post = time.time(), Post()
    with _listening(post) as port, _dispatchers(port, begin) as said:
        figures.numbers["kills"] = _kill(said, kills)
        last = max(due.values())
        wait_until(lambda: _is_done(rows), seconds=(last - AT).total_seconds() + 120, every=0.2)
        figures.numbers["seconds"] = round(time.time() - begin, 1)
    _judge(figures, due, post, begin)
    return figures


# --- what becomes due -------------------------------------------------------------------------


def _make_due(count: int, *, spread: timedelta) -> dict[str, datetime]:
    """So many overdue errands, spread over desks; when the rung of each task's deadline comes."""
    office = make_office()
    RouteRung.objects.create(
        route=RouteVersion.objects.get(kind="errand"), position=0, level="E1", offset=1,
        recipients=["responsible"],
    )  # fmt: skip
    desks = [_desk(office.unit, number) for number in range(max(count // 5, 1))]
    for _ in range(count):
        sent(office)
    Notification.objects.all().delete()
    due = {}
    tasks = list(Task.objects.order_by("pk"))
    for number, task in enumerate(tasks):
        task.desk = desks[number % len(desks)]
        moment = AT + spread * number / count
        Deadline.objects.filter(step=task.step_id).update(
            rungs=[moment], next_rung=0, next_rung_at=moment, effect=""
        )
        due[str(task.pk)] = moment
    Task.objects.bulk_update(tasks, ["desk"])
    return due


def _desk(unit: Any, number: int) -> Desk:
    made = None
    for place in range(PEOPLE_AT_A_DESK):
        person = User.objects.create(
            email=f"p{number}.{place}@stadt.example", given_name="A", family_name="Probe",
            password="!",
        )  # fmt: skip
        if made is None:
            made = Desk.objects.create(
                unit=unit, key=f"desk-{number}", name=f"desk {number}", function="clerk"
            )
        DeskHolder.objects.create(desk=made, person=person, valid_from=date(2020, 1, 1))
    assert made is not None
    return made


# --- who delivers, and dies -------------------------------------------------------------------


@contextmanager
def _listening(post: Post) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def _dispatchers(port: int, begin: float) -> Iterator[IO[str]]:
    name = connection.settings_dict["NAME"]
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery", str(name), str(port), str(begin),
         str(DISPATCHERS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "ERROR"},
    )  # fmt: skip
    try:
        assert nursery.stdout is not None
        yield nursery.stdout
    finally:
        nursery.communicate("\n", timeout=30)


def _kill(said: IO[str], times: int) -> int:
    """Kill whoever was announced, each after a moment of life, until it is enough."""
    dice, done = random.Random(5), 0
    while done < times:
        pid = int(said.readline())
        time.sleep(dice.uniform(0.01, 0.12))
        os.kill(pid, signal.SIGKILL)
        done += 1
    # Whoever is announced from now on lives; nobody may wait for being read.
    threading.Thread(target=said.read, daemon=True).start()
    return done


def _is_done(rows: int) -> bool:
    return Notification.objects.filter(sent_at__isnull=False).count() >= rows


# --- what is true of it -----------------------------------------------------------------------


def _judge(figures: Figures, due: dict[str, datetime], post: Post, begin: float) -> None:
    told = {
        (task, person, channel): due[task]
        for task, desk_id in ((str(t), d) for t, d in Task.objects.values_list("pk", "desk"))
        for person in DeskHolder.objects.filter(desk=desk_id).values_list(
            "person__email", flat=True
        )
        for channel in ("in_app", "mail")
    }
    notices = Notice.objects.values_list("pk", "task", "recipient__email", "created_at")
    seen = [Effect((str(task), who, "in_app"), at, pk) for pk, task, who, at in notices]
    for moment, key, who, tasks in post.mails:
        at = AT + timedelta(seconds=moment - begin)
        seen += [Effect((task, who, "mail"), at, (key, task)) for task in tasks]
    figures.losses += judge(told, seen, within=WITHIN)
    rungs = Reminder.objects.count()
    figures.expect(rungs == len(due), f"{len(due)} rungs came, {rungs} are recorded")
    times = Counter(key for _at, key, _who, _tasks in post.mails)
    doubled = sum(times.values()) - len(times)
    figures.expect(
        doubled <= figures.numbers["kills"], f"{doubled} mails came twice, more than were killed"
    )
    figures.numbers |= {"rows": len(told), "mails": len(times), "same mail again": doubled}
