"""The command line of the launcher, as a person calls it."""

import os
import subprocess
import sys

from django.conf import settings

# Neither a secret nor a database: none of it is needed.
BARE = {"PATH": os.environ["PATH"]}


def db(action, cluster, *, through=("-m", "config.postgres")):
    return subprocess.run(
        [sys.executable, *through, action, "--data", str(cluster.folder)],
        cwd=settings.BASE_DIR,
        env=BARE,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_status_stop_say_what_they_did(cluster):
    results = [
        db(action, cluster) for action in ("status", "start", "start", "status", "stop", "stop")
    ]
    address = f"postgres://federfuehrung@/federfuehrung?host={cluster.sockets}"
    assert [result.returncode for result in results] == [3, 0, 0, 0, 0, 0]
    said = [result.stdout.strip() for result in results]
    assert said[0] == "PostgreSQL does not run."
    assert said[1:3] == [f"PostgreSQL started: {address}", f"PostgreSQL runs already: {address}"]
    assert said[3].endswith(f"answers: {address}")
    assert said[4:] == ["PostgreSQL stopped.", "PostgreSQL did not run."]


def test_manage_py_does_the_same(cluster):
    start = db("start", cluster, through=("manage.py", "db"))
    assert (start.returncode, start.stdout[:19]) == (0, "PostgreSQL started:")
    status = db("status", cluster, through=("manage.py", "db"))
    assert (status.returncode, status.stderr) == (0, "")
    stop = db("stop", cluster, through=("manage.py", "db"))
    assert (stop.returncode, stop.stdout) == (0, "PostgreSQL stopped.\n")
    assert db("status", cluster, through=("manage.py", "db")).returncode == 3


def test_failure_is_a_message_without_a_traceback(cluster):
    cluster.make_folder()
    cluster.data.mkdir()
    for through in (("-m", "config.postgres"), ("manage.py", "db")):
        result = db("start", cluster, through=through)
        assert result.returncode == 1
        assert "is no data directory of PostgreSQL. Move it away." in result.stderr
        assert "Traceback" not in result.stderr


def test_launcher_knows_no_django():
    result = subprocess.run(
        [sys.executable, "-c", "import config.postgres.cli, sys; print('django' in sys.modules)"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "False\n"
