"""Backup and restore: one file with the database and the files of the cases.

The database is dumped first. The files never change once they are there, so whatever the dump
refers to is among those copied after it.
"""

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

import psycopg
from psycopg import sql

from . import server
from .binaries import major_version, program
from .cluster import DATABASE, ROLE, Cluster
from .creation import admit_application, create_database, drop_database
from .errors import PostgresError

_DUMP = "database.dump"
_MANIFEST = "manifest.json"
_FILES = "files"
_NEW = f"{DATABASE}_new"
PREVIOUS = f"{DATABASE}_previous"


def backup(cluster: Cluster, target: Path, *, files: Path, at: dt.datetime) -> None:
    """Write everything into `target`, which must not exist and is readable for its owner only.

    Starts the server for the time being if it does not run; people may go on working.
    """
    if target.exists():
        raise PostgresError(f"{target} exists already; a backup never overwrites another one.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, server.lease(cluster):
        dump = Path(folder) / _DUMP
        _run("pg_dump", "--format=custom", f"--file={dump}", cluster.conninfo(database=DATABASE))
        manifest = Path(folder) / _MANIFEST
        manifest.write_text(
            json.dumps(
                {"made_at": at.isoformat(), "postgres": major_version(), "sha256": _digest(dump)}
            )
        )
        unfinished = Path(folder) / "backup.tar"
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, "w") as tar:
            tar.add(manifest, _MANIFEST)
            tar.add(dump, _DUMP)
            if files.is_dir():
                tar.add(files, _FILES)
        unfinished.rename(target)


def restore(cluster: Cluster, source: Path, *, files: Path) -> None:
    """Put the database of the backup in the place of the present one, and add its files.

    The present database stays as `federfuehrung_previous`, and nothing changes before the
    restored one is complete. Raises PostgresError if the backup is damaged or newer than the
    server, or while anybody is connected.
    """
    if not source.is_file():
        raise PostgresError(f"{source} is no file.")
    with tempfile.TemporaryDirectory(dir=cluster.folder.parent) as folder, server.lease(cluster):
        try:
            with tarfile.open(source) as tar:
                dump = _checked_dump(tar, Path(folder))
                _restore_database(cluster, dump)
                _add_files(tar, files)
        except (tarfile.TarError, KeyError, ValueError) as error:
            raise PostgresError(f"{source} is no backup of this program: {error}") from error


def _checked_dump(tar: tarfile.TarFile, folder: Path) -> Path:
    manifest = json.loads(_content(tar, _MANIFEST))
    if manifest["postgres"] > major_version():
        raise PostgresError(
            f"The backup was made by PostgreSQL {manifest['postgres']}, the installed one is "
            f"{major_version()}. Restore it with the release that made it, or a newer one."
        )
    dump = folder / _DUMP
    dump.write_bytes(_content(tar, _DUMP))
    if _digest(dump) != manifest["sha256"]:
        raise PostgresError("The backup is damaged: its database does not match its checksum.")
    return dump


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()


def _restore_database(cluster: Cluster, dump: Path) -> None:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        drop_database(connection, _NEW)
        _require_nobody(connection)
        create_database(connection, _NEW)
        admit_application(cluster, _NEW)
        try:
            _run(
                "pg_restore",
                *(
                    "--exit-on-error",
                    "--single-transaction",
                    "--no-owner",
                    "--no-acl",
                    f"--role={ROLE}",
                ),
                f"--dbname={cluster.conninfo(database=_NEW)}",
                str(dump),
            )
            _hold_delivery(cluster)
        except PostgresError:
            drop_database(connection, _NEW)
            raise
        drop_database(connection, PREVIOUS)
        _require_nobody(connection)
        _rename(connection, DATABASE, PREVIOUS)
        _rename(connection, _NEW, DATABASE)


def _hold_delivery(cluster: Cluster) -> None:
    """Nothing leaves before somebody has looked: much of it was told already after the backup.

    Jobs of the queue, logins and signs of life of then are gone. A backup of before has no table to
    hold it by.
    """
    with psycopg.connect(cluster.conninfo(database=_NEW), autocommit=True) as connection:
        for table, statement in _AFTER.items():
            if connection.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,):
                connection.execute(sql.SQL(statement).format(sql.Identifier(table)))


_AFTER = {
    "workflows_hold": "INSERT INTO {} (since) VALUES (now())",
    "django_q_ormq": "DELETE FROM {}",
    "django_session": "DELETE FROM {}",
    "workflows_heartbeat": "DELETE FROM {}",
}


def _require_nobody(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    query = "SELECT FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
    number = connection.execute(query, [DATABASE]).rowcount
    if number:
        raise PostgresError(
            f"{number} connections to the database are open. Stop the web server and the worker, "
            "then restore."
        )


def _rename(connection: psycopg.Connection[tuple[object, ...]], old: str, new: str) -> None:
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
    )


def _add_files(tar: tarfile.TarFile, files: Path) -> None:
    """Add what is missing. Files are named by their content, so none is ever replaced."""
    for member in tar.getmembers():
        parts = PurePosixPath(member.name).parts
        if not member.isfile() or parts[0] != _FILES or ".." in parts:
            continue
        target = files.joinpath(*parts[1:])
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = tar.extractfile(member)
        assert content is not None  # it is a file
        unfinished = target.with_name(f"{target.name}.unfinished")
        unfinished.touch(mode=0o600)
        with content, unfinished.open("wb") as copy:
            shutil.copyfileobj(content, copy)
        unfinished.rename(target)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run([program(name), *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise PostgresError(f"{name} failed:\n{done.stderr}")
