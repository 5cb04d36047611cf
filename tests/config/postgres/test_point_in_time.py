"""The recipe of docs/operations.md for going back to a moment, done for real."""

import subprocess
import time

import psycopg
import pytest

from config.postgres import server
from config.postgres.binaries import program
from config.postgres.cluster import SUPERUSER, Cluster
from config.postgres.identity import identity

RECOVERY = """
restore_command = 'cp {archive}/%f %p'
recovery_target_time = '{moment}'
recovery_target_action = 'promote'
hot_standby = off
archive_mode = off
"""


@pytest.fixture
def again(tmp_path):
    """The place of the server after the loss."""
    cluster = Cluster(tmp_path / "again")
    yield cluster
    server.stop(cluster)


def ask(cluster, statement):
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        return connection.execute(statement).fetchall()


def do(cluster, *statements):
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def archived(cluster):
    """Close the present file of the log and wait until it lies in the archive."""
    ((wal,),) = ask(cluster, "SELECT pg_walfile_name(pg_switch_wal())")
    end = time.monotonic() + 20
    while time.monotonic() < end:
        ((last,),) = ask(cluster, "SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver")
        if last >= wal:
            return
        time.sleep(0.1)
    raise AssertionError(f"{wal} was not archived")


def test_base_backup_and_log_bring_back_the_moment_before_the_mistake(cluster, again, tmp_path):
    archive, base = tmp_path / "archive", tmp_path / "base"
    archive.mkdir()
    identity().own(archive)
    server.start(cluster, durable=False)
    keep = f"test ! -f {archive}/%f && cp %p {archive}/.%f && mv {archive}/.%f {archive}/%f"
    do(
        cluster,
        "ALTER SYSTEM SET archive_mode = on",
        f"ALTER SYSTEM SET archive_command = '{keep}'",
        "CREATE TABLE paper (n int)",
        "INSERT INTO paper VALUES (1)",
    )
    server.stop(cluster)
    server.start(cluster, durable=False)
    command = [
        *identity().prefix, program("pg_basebackup"), "-h", str(cluster.sockets), "-U", SUPERUSER,
        "-D", str(base), "--checkpoint=fast",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, cwd="/", **identity().popen())
    do(cluster, "INSERT INTO paper VALUES (2)")
    ((moment,),) = ask(cluster, "SELECT clock_timestamp()::text")
    do(cluster, "DELETE FROM paper")
    archived(cluster)
    server.stop(cluster)

    again.make_folder()
    base.rename(again.data)
    with (again.data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(RECOVERY.format(archive=archive, moment=moment))
    (again.data / "recovery.signal").touch()
    identity().own(again.data / "recovery.signal")
    server.start(again, durable=False)
    assert ask(again, "SELECT n FROM paper ORDER BY n") == [(1,), (2,)]
    assert ask(again, "SELECT pg_is_in_recovery()") == [(False,)]
    do(again, "INSERT INTO paper VALUES (3)")
