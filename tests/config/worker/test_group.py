"""The worker against a real queue: whatever dies takes the group with it, and nothing is left."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from uuid import uuid4

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django_q.models import Success
from django_q.tasks import async_task

from config.worker import marks
from workflows.models import Heartbeat

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

COMMAND = (sys.executable, "-m", "config.worker", "--once")
COMPLETE = 1 + settings.Q_CLUSTER["workers"] + 2  # sentinel, workers, monitor, pusher


@contextmanager
def running(arguments=COMMAND, environment=None):
    """A worker on the test's database."""
    process = subprocess.Popen(
        arguments,
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TEST_PROCESS_DATABASE": connection.settings_dict["NAME"],
            **(environment or {}),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=90)


def members(process):
    """The cluster's processes, once they are complete: main, sentinel and the others."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = psutil.Process(process.pid).children(recursive=True)
        if len(found) == COMPLETE + 1:
            return found
        time.sleep(0.2)
    raise AssertionError(f"the cluster has {len(found)} processes")


def alive(processes):
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def factorials():
    """The jobs of the test; the tick that comes every minute is not asked about."""
    return Success.objects.filter(func="math.factorial")


def wait_until(condition, *, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.2)


def test_worker_does_jobs_and_ends_when_asked():
    async_task("math.factorial", 5)
    with running() as process:
        wait_until(factorials().exists)
        everybody = members(process)
    assert (process.returncode, alive(everybody)) == (0, [])
    assert [task.result for task in factorials()] == [120]


def test_job_that_hangs_ends_the_group():
    for _ in range(settings.Q_CLUSTER["workers"]):
        async_task("time.sleep", 60)
    with running((*COMMAND, "--silence", "5")) as process:
        everybody = members(process)
        assert process.wait(timeout=30) == 1
        assert "no job has ended for 5 seconds" in process.stderr.read()
    wait_until(lambda: alive(everybody) == [], seconds=5)  # the last one dies when the group does


def test_long_jobs_that_go_on_end_no_group():
    for _ in range(settings.Q_CLUSTER["workers"]):
        async_task("tests.config.worker.jobs.count_slowly", 6)
    with running((*COMMAND, "--silence", "2.5")) as process:
        wait_until(Success.objects.filter(func="tests.config.worker.jobs.count_slowly").exists)
        assert process.poll() is None


def test_group_shows_itself_while_it_lives():
    with running() as process:
        wait_until(Heartbeat.objects.exists)
        row = Heartbeat.objects.get()
        assert (row.role, row.host, row.pid) == ("workers", socket.gethostname(), process.pid)
    assert (process.returncode, Heartbeat.objects.count()) == (0, 0)


def test_group_that_died_stays_to_be_seen():
    with running() as process:
        wait_until(Heartbeat.objects.exists)
        members(process)[-1].kill()
        assert process.wait(timeout=30) == 1
    assert Heartbeat.objects.get().pid == process.pid


@pytest.mark.parametrize("role", [0, -2, -1])  # a worker, the monitor, the pusher
def test_cluster_replaces_no_process_even_if_nobody_watches(tmp_path, role):
    names = {marks.VARIABLE: str(tmp_path), marks.GROUP: f"{uuid4()}:1", marks.PULSE: "1"}
    with running((sys.executable, "manage.py", "qcluster"), names) as process:
        others = []
        while len(others) < COMPLETE - 1:
            time.sleep(0.1)
            children = psutil.Process(process.pid).children()
            others = children[0].children() if children else []
        sorted(others, key=lambda other: other.pid)[role].kill()
        assert process.wait(timeout=30) == 1
    wait_until(lambda: alive(others) == [])


def test_groups_share_the_work_and_none_takes_another_for_dead():
    silent = (*COMMAND, "--silence", "4")
    for number in range(10):
        async_task("math.factorial", number)
    with running(silent) as first, running(silent) as second:
        wait_until(lambda: factorials().count() == 10 and Heartbeat.objects.count() == 2)
        # Much longer than the silence after which a group without jobs of its own would end.
        time.sleep(7)
        assert (first.poll(), second.poll()) == (None, None)
        assert set(Heartbeat.objects.values_list("pid", flat=True)) == {first.pid, second.pid}
    assert (first.returncode, second.returncode, factorials().count()) == (0, 0, 10)


def test_systemd_hears_that_the_group_is_ready_lives_and_stops(tmp_path):
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(path)
        channel.settimeout(30)
        with running(environment={"NOTIFY_SOCKET": path}):
            heard = set()
            while "READY=1" not in heard:
                heard.add(channel.recv(100).decode())
        while "STOPPING=1" not in heard:
            heard.add(channel.recv(100).decode())
    assert heard == {"READY=1", "WATCHDOG=1", "STOPPING=1"}


def test_next_group_goes_on_where_a_dead_one_stopped():
    async_task("math.factorial", 6)
    with running() as process:
        wait_until(factorials().exists)
        members(process)[-1].kill()
        process.wait(timeout=30)
    async_task("math.factorial", 7)
    with running():
        wait_until(lambda: factorials().count() == 2)
    assert {task.result for task in factorials()} == {720, 5040}
