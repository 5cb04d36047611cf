"""What a demo leaves when it is killed, and that nobody else is hit."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from config.demo import leftovers
from config.demo.errors import DemoError
from config.postgres import server
from config.postgres.cluster import Cluster
from config.processes import Child

SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def child():
    child = Child("web", SLEEP, os.environ)
    child.start()
    yield child
    child.stop(seconds=1)


def test_second_demo_of_a_checkout_is_refused(tmp_path):
    with (
        leftovers.only_demo(tmp_path),
        pytest.raises(DemoError, match="runs already"),
        leftovers.only_demo(tmp_path),
    ):
        pytest.fail("two demos at once")
    with leftovers.only_demo(tmp_path):
        pass


def test_stop_ends_what_a_killed_demo_left(tmp_path, child):
    leftovers.note(tmp_path, child.name, child.process.pid)
    assert leftovers.stop_all(tmp_path, servers=tmp_path) == [
        "Left-over processes of the demo have ended."
    ]
    assert not psutil.pid_exists(child.process.pid)
    assert leftovers.stop_all(tmp_path, servers=tmp_path) == []


def test_next_demo_ends_what_a_killed_one_left(tmp_path, child):
    leftovers.note(tmp_path, child.name, child.process.pid)
    with leftovers.only_demo(tmp_path):
        assert not psutil.pid_exists(child.process.pid)


def test_stranger_with_the_same_number_is_left_alone(tmp_path, child):
    pid = child.process.pid
    born = psutil.Process(pid).create_time()
    (tmp_path / "processes.json").write_text(f'{{"web": [{pid}, {born - 60}]}}')
    assert leftovers.stop_all(tmp_path, servers=tmp_path) == []
    assert child.exit_code() is None


def test_stop_ends_idle_servers_and_leaves_used_ones(tmp_path):
    idle, used = Cluster(tmp_path / "idle"), Cluster(tmp_path / "used")
    server.start(idle)
    with server.lease(used):
        assert leftovers.stop_all(tmp_path, servers=tmp_path) == [
            "PostgreSQL (idle) has ended.",
            "PostgreSQL (used) is in use and was left alone.",
        ]
        assert (server.status(idle).running, server.status(used).ready) == (False, True)
    assert [cluster.sockets.exists() for cluster in (idle, used)] == [False, False]


def test_unreadable_notes_count_as_none(tmp_path):
    (tmp_path / "processes.json").write_text('{"web": [1')
    assert leftovers.stop_all(tmp_path, servers=tmp_path) == []


def test_stop_ends_the_whole_family_even_if_it_ignores_the_request(capfd):
    parent = Child("web", (sys.executable, "-c", STUBBORN), os.environ)
    parent.start()
    while not (said := capfd.readouterr().out):
        time.sleep(0.05)
    grandchild = psutil.Process(int(said))
    parent.stop(seconds=0.5)
    assert psutil.wait_procs([grandchild], timeout=5)[1] == []


@pytest.mark.faults
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_children_end_with_a_killed_supervisor():
    script = (
        "import os, sys, time\n"
        "from config.processes import Child\n"
        f"print(Child('web', {SLEEP!r}, os.environ).start(), flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as supervisor:
        orphan = psutil.Process(int(supervisor.stdout.readline()))
        supervisor.kill()
    orphan.wait(timeout=5)
