"""The launcher against real servers: what lives, what is left over, what is refused."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings

from config.postgres import creation, locks, server
from config.postgres.cluster import APPLICATION, DATABASE, ROLE
from config.postgres.errors import PostgresError
from config.postgres.identity import identity
from config.postgres.server import Status

STOPPED = Status(running=False, ready=False, pid=None)


def execute(cluster, statement):
    with psycopg.connect(cluster.conninfo(database=DATABASE), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def kill(cluster):
    """End the server as a power cut does and wait for the kernel to notice."""
    os.kill(server.status(cluster).pid, signal.SIGKILL)
    while server.status(cluster).running:
        server._children[cluster.folder].poll()
        time.sleep(0.05)


def test_start_makes_a_server_that_answers_and_stop_ends_it(cluster):
    assert server.status(cluster) == STOPPED
    assert server.start(cluster) is True
    found = server.status(cluster)
    assert (found.running, found.ready) == (True, True)
    assert execute(cluster, "SELECT current_database()") == [(DATABASE,)]
    assert server.stop(cluster) is True
    assert server.status(cluster) == STOPPED


def test_second_start_and_second_stop_do_nothing(cluster):
    server.start(cluster)
    before = server.status(cluster)
    assert server.start(cluster) is False
    assert server.status(cluster) == before
    assert server.stop(cluster) is True
    assert server.stop(cluster) is False


def test_stop_without_a_folder_does_nothing(cluster):
    assert server.stop(cluster) is False
    assert not cluster.folder.exists()


def test_data_directory_is_made_as_promised(cluster):
    server.start(cluster)
    query = "SELECT current_setting('data_checksums'), current_setting('listen_addresses')"
    assert execute(cluster, query) == [("on", "")]
    query = (
        "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale, rolname, rolsuper,"
        " rolcreatedb FROM pg_database JOIN pg_roles r ON r.oid = datdba"
        f" WHERE datname = '{DATABASE}'"
    )
    assert execute(cluster, query) == [("UTF8", "b", "C.UTF-8", "federfuehrung", False, True)]


def test_nobody_else_may_reach_data_or_socket(cluster):
    server.start(cluster)
    for path in (cluster.data, cluster.sockets):
        assert path.stat().st_mode & 0o077 == 0


def test_socket_path_is_short_however_long_the_folder_is(tmp_path):
    long = server.Cluster(tmp_path / ("y" * 150) / ("z" * 150))
    assert len(str(long.sockets / ".s.PGSQL.5432")) < 104


def test_data_survives_a_restart(cluster):
    server.start(cluster)
    execute(cluster, "CREATE TABLE kept AS SELECT 7 AS n")
    server.stop(cluster)
    server.start(cluster)
    assert execute(cluster, "SELECT n FROM kept") == [(7,)]


@pytest.mark.faults
def test_start_after_a_crash_recovers_what_was_committed(cluster):
    server.start(cluster)
    execute(cluster, "CREATE TABLE kept AS SELECT 7 AS n")
    kill(cluster)
    assert server.status(cluster) == STOPPED
    assert server.start(cluster) is True
    assert execute(cluster, "SELECT n FROM kept") == [(7,)]


@pytest.mark.faults
def test_stale_pid_of_a_living_stranger_is_no_server(cluster):
    server.start(cluster)
    kill(cluster)
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    stranger = os.getpid()
    pid_file.write_text("\n".join([str(stranger), *lines[1:]]) + "\n")
    (cluster.sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger}\n{cluster.data}\n")
    assert server.status(cluster) == STOPPED
    assert server.stop(cluster) is False
    assert server.start(cluster) is True


def test_half_made_data_directory_is_made_anew(cluster):
    cluster.make_folder()
    unfinished = cluster.data.with_name("data.new")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    server.start(cluster)
    assert server.status(cluster).ready
    assert not unfinished.exists()


def test_data_of_another_version_is_refused_and_left_alone(cluster):
    cluster.make_folder()
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(PostgresError, match="was made by PostgreSQL 17, the installed one is 18"):
        server.start(cluster)
    assert [path.name for path in cluster.data.iterdir()] == ["PG_VERSION"]


def test_folder_that_is_no_data_directory_is_refused(cluster):
    cluster.make_folder()
    cluster.data.mkdir()
    (cluster.data / "letter.txt").write_text("mine")
    with pytest.raises(PostgresError, match="is no data directory"):
        server.start(cluster)


def test_server_that_cannot_start_says_why_and_can_be_repaired(cluster):
    server.start(cluster)
    server.stop(cluster)
    file = cluster.data / "postgresql.conf"
    good = file.read_text()
    file.write_text(f"{good}\nnonsense = 1\n")
    with pytest.raises(PostgresError, match='unrecognized configuration parameter "nonsense"'):
        server.start(cluster)
    file.write_text(good)
    assert server.start(cluster) is True


def test_socket_folder_that_others_may_enter_is_refused(cluster):
    cluster.sockets.mkdir(mode=0o755)
    with pytest.raises(PostgresError, match="is not a private folder of ours"):
        server.start(cluster)


def test_server_started_by_hand_is_not_doubled(cluster):
    server.start(cluster)
    pid = server.status(cluster).pid
    # As if the launcher had nothing to do with it: the lock is free, the server lives.
    alive = server._alive(cluster)
    alive.unlink()
    try:
        with pytest.raises(PostgresError, match=f"Process {pid} serves .* not started by this"):
            server.start(cluster)
    finally:
        os.kill(pid, signal.SIGINT)
        server._children.pop(cluster.folder).wait()


def test_two_processes_that_start_at_once_make_one_server(cluster):
    command = [sys.executable, "-m", "config.postgres", "start", "--data", str(cluster.folder)]
    both = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(process.communicate()[0].split(":")[0] for process in both)
    assert said == ["PostgreSQL runs already", "PostgreSQL started"]


def test_last_lease_stops_the_server(cluster):
    with server.lease(cluster):
        with server.lease(cluster):
            assert server.status(cluster).ready
        assert server.status(cluster).ready
    assert server.status(cluster) == STOPPED


def test_lease_leaves_a_server_that_was_there_before(cluster):
    server.start(cluster)
    with server.lease(cluster):
        pass
    assert server.status(cluster).ready


def test_start_during_a_lease_keeps_the_server(cluster):
    with server.lease(cluster):
        assert server.start(cluster) is False
    assert server.status(cluster).ready


def test_lease_ends_also_after_an_error(cluster):
    with contextlib.suppress(ZeroDivisionError), server.lease(cluster):
        _ = 1 / 0
    assert server.status(cluster) == STOPPED


@pytest.mark.faults
def test_next_lease_takes_over_from_a_killed_process(cluster):
    script = (
        "import pathlib, sys, time\n"
        "from config.postgres import cluster, server\n"
        "with server.lease(cluster.Cluster(pathlib.Path(sys.argv[1]))):\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(cluster.folder)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        assert server.is_in_use(cluster)
        process.kill()
    assert (server.is_in_use(cluster), server.status(cluster).ready) == (False, True)
    with server.lease(cluster):
        pass
    assert server.status(cluster) == STOPPED


def test_waiting_for_another_process_ends_with_a_message(tmp_path):
    path = tmp_path / "control.lock"
    with (
        locks.exclusive(path, seconds=1),
        pytest.raises(PostgresError, match="Another process has been starting or stopping"),
        locks.exclusive(path, seconds=0.1),
    ):
        pytest.fail("two held the lock")


def test_renewed_database_is_empty(cluster):
    server.start(cluster)
    execute(cluster, "CREATE TABLE gone (n int)")
    creation.renew_database(cluster)
    assert execute(cluster, "SELECT to_regclass('gone')") == [(None,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another identity")
def test_root_hands_the_server_to_somebody_else():
    found = identity()
    assert bool(found.prefix) != bool(found.account)


def as_role(cluster, role):
    info = cluster.connection(user=role)
    return psycopg.connect(
        host=info["HOST"], port=info["PORT"], user=role, dbname=DATABASE, autocommit=True
    )


def test_application_works_with_rows_and_cannot_touch_what_guards_them(cluster):
    server.start(cluster)
    with as_role(cluster, ROLE) as owner:
        owner.execute("CREATE TABLE kept (id bigint GENERATED BY DEFAULT AS IDENTITY, a text)")
        owner.execute(
            "CREATE TRIGGER guard BEFORE UPDATE ON kept FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
    refused = (
        "ALTER TABLE kept DISABLE TRIGGER ALL", "ALTER TABLE kept DISABLE TRIGGER USER",
        "DROP TRIGGER guard ON kept", "DROP TABLE kept", "TRUNCATE kept",
        "ALTER TABLE kept OWNER TO federfuehrung_app", "SET ROLE federfuehrung",
        "SET session_replication_role = replica", "CREATE TABLE mine (id int)",
    )  # fmt: skip
    with as_role(cluster, APPLICATION) as application:
        application.execute("INSERT INTO kept (a) VALUES ('x')")
        application.execute("UPDATE kept SET a = 'y'")
        assert application.execute("SELECT a FROM kept").fetchall() == [("y",)]
        application.execute("DELETE FROM kept")
        for statement in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(statement)


def test_cluster_of_before_admits_the_application(cluster):
    """Its tables were made while there was one role only."""
    server.start(cluster)
    with as_role(cluster, ROLE) as owner:
        owner.execute("CREATE TABLE old (a text)")
    execute(cluster, "REVOKE ALL ON old FROM federfuehrung_app")
    server.stop(cluster)
    server.start(cluster)
    with as_role(cluster, APPLICATION) as application:
        assert application.execute("SELECT a FROM old").fetchall() == []
