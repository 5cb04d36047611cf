"""The whole demo, as `make demo` runs it: started, refused twice, ended, started again."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys

import psutil
import pytest
from django.conf import settings

from config.demo.options import HOST
from config.postgres import server
from config.postgres.cluster import Cluster

pytestmark = pytest.mark.faults


@pytest.fixture
def environment(tmp_path):
    """A demo beside the one that somebody may be using."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    unwanted = ("TESTING", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    yield {
        **{name: value for name, value in os.environ.items() if name not in unwanted},
        "PORT": str(port),
        "FEDERFUEHRUNG_PG": str(tmp_path / "pg"),
        "FEDERFUEHRUNG_DEMO": str(tmp_path / "demo"),
        "FEDERFUEHRUNG_FILES": str(tmp_path / "files"),
        "FEDERFUEHRUNG_MAIL": str(tmp_path / "mail"),
        "SEAL_KEY_FILE": str(tmp_path / "seal.pem"),
    }
    server.stop(Cluster(tmp_path / "pg"))
    shutil.rmtree(Cluster(tmp_path / "pg").sockets, ignore_errors=True)


def start(environment):
    return subprocess.Popen(
        [sys.executable, "-m", "config.demo", "run"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def status_of(environment, path):
    connection = http.client.HTTPConnection(HOST, int(environment["PORT"]), timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def end(process, number):
    """End the demo; its processes must be gone with it."""
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    said = process.communicate(timeout=60)[0]
    assert psutil.wait_procs(family, timeout=5)[1] == []
    return said


def test_demo_starts_serves_ends_and_comes_back(environment, tmp_path):
    first = start(environment)
    try:
        said = read_until(first, "Federführung runs after")
        assert environment["PORT"] in said
        assert status_of(environment, "/healthz") == 200
        assert status_of(environment, "/konto/anmelden/") == 200
        os.kill(server.status(Cluster(tmp_path / "pg")).pid, signal.SIGKILL)
        read_until(first, "PostgreSQL has ended and is started again.")
        # Waits until it answers; the supervisor has started it already.
        server.start(Cluster(tmp_path / "pg"), keep=False)
        assert status_of(environment, "/konto/anmelden/") == 200
        busy = start(environment)
        assert "is taken by another program" in busy.communicate(timeout=60)[0]
        twin = start({**environment, "PORT": str(int(environment["PORT"]) + 1)})
        assert "The demo of this checkout runs already" in twin.communicate(timeout=60)[0]
        assert (busy.returncode, twin.returncode) == (1, 1)
    finally:
        said = end(first, signal.SIGTERM)
    assert (first.returncode, said.splitlines()[-1]) == (0, "The demo has ended.")
    assert server.status(Cluster(tmp_path / "pg")).running is False

    second = start(environment)
    try:
        said = read_until(second, "Federführung runs after")
    finally:
        end(second, signal.SIGINT)
    # It did not seed again: what it says begins with the address.
    assert said.strip().startswith("Federführung runs after")
    assert second.returncode == 0
