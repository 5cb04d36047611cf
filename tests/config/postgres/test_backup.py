"""A backup is worth what its restore is worth."""

import io
import json
import tarfile
from datetime import UTC, datetime

import psycopg
import pytest

from config.postgres import backup, server
from config.postgres.cluster import DATABASE, ROLE
from config.postgres.errors import PostgresError

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "ab12").write_bytes(b"an attachment")
    return folder


@pytest.fixture
def filled(cluster):
    """A server with a table that refuses changes, as the trail does."""
    server.start(cluster)
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE event (n int PRIMARY KEY, text text)")
        connection.execute(
            "INSERT INTO event SELECT n, 'Größe ' || n FROM generate_series(1, 50) n"
        )
        connection.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN RAISE 'append only'; END$$"
        )
        connection.execute(
            "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON event"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    return cluster


def connect(cluster, database=DATABASE):
    """As the application, which is no superuser."""
    info = cluster.connection(database=database)
    return psycopg.connect(host=info["HOST"], user=ROLE, dbname=database, autocommit=True)


def rows(cluster, database=DATABASE):
    with connect(cluster, database) as connection:
        return connection.execute("SELECT n, text FROM event ORDER BY n").fetchall()


def test_restore_brings_back_rows_owner_triggers_and_files(filled, files, tmp_path):
    before = rows(filled)
    backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    with connect(filled) as connection:
        connection.execute("INSERT INTO event VALUES (51, 'afterwards')")
    (files / "ab" / "ab12").unlink()
    backup.restore(filled, tmp_path / "one.tar", files=files)
    assert rows(filled) == before
    assert rows(filled, backup.PREVIOUS) == [*before, (51, "afterwards")]
    assert (files / "ab" / "ab12").read_bytes() == b"an attachment"
    with connect(filled) as connection:
        connection.execute("INSERT INTO event VALUES (51, 'again')")
        with pytest.raises(psycopg.errors.RaiseException, match="append only"):
            connection.execute("DELETE FROM event")


def test_backup_is_moved_to_an_empty_machine(filled, files, tmp_path):
    before = rows(filled)
    backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    other = server.Cluster(tmp_path / "other")
    server.start(other)
    try:
        backup.restore(other, tmp_path / "one.tar", files=tmp_path / "elsewhere")
        assert rows(other) == before
        assert (tmp_path / "elsewhere" / "ab" / "ab12").read_bytes() == b"an attachment"
    finally:
        server.stop(other)


def test_backup_of_a_stopped_server_leaves_it_stopped(filled, files, tmp_path):
    server.stop(filled)
    backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    assert server.status(filled).running is False
    assert (tmp_path / "one.tar").stat().st_mode & 0o077 == 0


def test_backup_never_overwrites(filled, files, tmp_path):
    (tmp_path / "one.tar").write_text("precious")
    with pytest.raises(PostgresError, match="exists already"):
        backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    assert (tmp_path / "one.tar").read_text() == "precious"


def test_restore_waits_for_nobody_to_be_connected(filled, files, tmp_path):
    backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    with (
        connect(filled),
        pytest.raises(PostgresError, match="1 connections to the database are open"),
    ):
        backup.restore(filled, tmp_path / "one.tar", files=files)
    backup.restore(filled, tmp_path / "one.tar", files=files)


def change(source, target, name, content):
    """A copy of the backup with one of its parts replaced."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            data = old.extractfile(member).read() if member.isfile() else b""
            if member.name == name:
                data = content(data)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("database.dump", lambda data: data[:-1] + b"!", "does not match its checksum"),
        ("manifest.json", lambda _: b"{}", "no backup of this program"),
        ("manifest.json", lambda _: b"nonsense", "no backup of this program"),
        (
            "manifest.json",
            lambda data: json.dumps({**json.loads(data), "postgres": 99}).encode(),
            "made by PostgreSQL 99",
        ),
    ],
)
def test_damaged_backup_changes_nothing(filled, files, tmp_path, name, content, message):
    backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    change(tmp_path / "one.tar", tmp_path / "bad.tar", name, content)
    before = rows(filled)
    with pytest.raises(PostgresError, match=message):
        backup.restore(filled, tmp_path / "bad.tar", files=files)
    assert rows(filled) == before


def test_what_is_no_backup_is_refused(cluster, tmp_path):
    server.start(cluster)
    (tmp_path / "letter.txt").write_text("Sehr geehrte Damen und Herren")
    with pytest.raises(PostgresError, match="no backup of this program"):
        backup.restore(cluster, tmp_path / "letter.txt", files=tmp_path / "files")
    with pytest.raises(PostgresError, match="is no file"):
        backup.restore(cluster, tmp_path / "missing.tar", files=tmp_path / "files")


def test_names_in_a_backup_cannot_leave_the_folder(filled, files, tmp_path):
    backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    with tarfile.open(tmp_path / "one.tar", "a") as tar:
        for name in ("files/../../outside", "outside", "/outside"):
            member = tarfile.TarInfo(name)
            member.size = 4
            tar.addfile(member, io.BytesIO(b"evil"))
    target = tmp_path / "deep" / "files"
    backup.restore(filled, tmp_path / "one.tar", files=target)
    assert [path.name for path in target.rglob("*") if path.is_file()] == ["ab12"]
    assert not list(tmp_path.rglob("outside"))


def test_restore_holds_delivery_and_drops_what_was_under_way(filled, files, tmp_path):
    """What left after the backup would leave again: a person looks first."""
    with connect(filled) as connection:
        connection.execute(
            "CREATE TABLE workflows_hold"
            " (id bigint GENERATED BY DEFAULT AS IDENTITY, since timestamptz);"
            "CREATE TABLE django_session (session_key text);"
            "CREATE TABLE django_q_ormq (id int);"
        )
        connection.execute("INSERT INTO django_session VALUES ('of then')")
        connection.execute("INSERT INTO django_q_ormq VALUES (1)")
    backup.backup(filled, tmp_path / "one.tar", files=files, at=AT)
    backup.restore(filled, tmp_path / "one.tar", files=files)
    with connect(filled) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("workflows_hold", "django_session", "django_q_ormq")
        ]
    assert counts == [1, 0, 0]
