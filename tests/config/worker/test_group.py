"""The worker against a real queue: whatever dies takes the group with it, and nothing is left."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django_q.models import Success
from django_q.tasks import async_task

from config.worker import heartbeat

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

COMPLETE = 1 + settings.Q_CLUSTER["workers"] + 2  # sentinel, workers, monitor, pusher


@contextmanager
def running(arguments=(sys.executable, "-m", "config.worker")):
    """A worker on the test's database."""
    process = subprocess.Popen(
        arguments,
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TEST_PROCESS_DATABASE": connection.settings_dict["NAME"],
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


@pytest.mark.parametrize("victim", range(COMPLETE + 1))
def test_death_of_any_process_ends_the_group(victim):
    with running() as process:
        everybody = members(process)
        everybody[victim].kill()
        assert process.wait(timeout=30) == 1
        said = process.stderr.read()
    assert alive(everybody) == []
    assert "The worker ends: " in said


def test_silence_ends_the_group():
    script = "from config.worker.group import run; import sys; sys.exit(run(silence=3))"
    with running((sys.executable, "-c", script)) as process:
        everybody = members(process)
        assert process.wait(timeout=30) == 1
        assert "no job has ended for 3 seconds" in process.stderr.read()
    assert alive(everybody) == []


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


def test_beat_makes_the_file_young(tmp_path, monkeypatch):
    path = tmp_path / "beat"
    path.touch()
    os.utime(path, (0, 0))
    monkeypatch.setenv(heartbeat.VARIABLE, str(path))
    heartbeat.beat(sender="django_q", task={})
    assert heartbeat.age(path) < 60
