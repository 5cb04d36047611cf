"""The database of a process of the tests: a clone of one that was migrated once.

The server keeps the migrated one under a digest of all that made it, so that the next run, and
each further process of this one, begins at once. `python -m tests.database` makes it while the
others still collect. A clone is renewed after a test that commits.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from psycopg import sql
from psycopg._preparing import Prepare, PrepareManager
from psycopg.pq.abc import PGresult

from config.postgres import server as embedded
from config.postgres.binaries import program
from config.postgres.cluster import Cluster
from tests import rows
from tests.migrating import models_made_once

TEMPLATE = "test_template"

ATTEMPTS = 100
"""Tenths of a second for which a database may be busy with itself."""

KEPT = 4
"""So many templates stay: somebody may go to and fro between branches."""

WORN = 150
"""Tests after which a clone is made anew; each leaves the rows that it rolled back."""

_ONLY_OF_THE_PROGRAM = re.compile(
    r"^(\\(un)?restrict .*|SET transaction_timeout .*)\n", re.MULTILINE
)

Server = psycopg.Connection[tuple[object, ...]]


@contextlib.contextmanager
def embedded_server(folder: Path) -> Iterator[None]:
    """The embedded server; the last run to leave stops it, unless KEEP_PG=1."""
    with embedded.lease(Cluster(folder), durable=False, keep=os.environ.get("KEEP_PG") == "1"):
        yield


class Clone:
    """A database of this process alone, with all tables and no rows but those of the migrations."""

    def __init__(self, server: Server, name: str, template: str) -> None:
        self._server = server
        self.name = name
        self._template = template
        self.tests = 0

    @property
    def is_worn(self) -> bool:
        """Whether so many rows were rolled back that reading a whole table takes long."""
        return self.tests >= WORN

    def renew(self) -> None:
        """Make it anew, whatever a test has committed."""
        self.tests = 0
        connections.close_all()
        drop(self._server, self.name)
        self._server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(self.name), sql.Identifier(self._template)
            )
        )


@contextlib.contextmanager
def clone(wanted: str) -> Iterator[Clone]:
    """A clone that Django uses for the block; `wanted`, or with a number behind it."""
    usual = connection.settings_dict["NAME"]
    with maintenance() as server, unused_name(server, wanted) as name:
        made = Clone(server, name, template(server))
        made.renew()
        use(name)
        try:
            yield made
        finally:
            use(usual)
            drop(server, name)


def use(name: str) -> None:
    """Let every thread's next connection go to this database."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def dump(name: str) -> str:
    """All tables and rows of a database, as statements for any PostgreSQL from 15 on."""
    reach = connection.get_connection_params()
    command = [
        *(program("pg_dump"), "--no-owner", "--no-privileges"),
        *("--inserts", "--rows-per-insert=500"),
        *(f"--host={reach['host']}", f"--username={reach['user']}", name),
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return _ONLY_OF_THE_PROGRAM.sub("", said)


@contextlib.contextmanager
def maintenance() -> Iterator[Server]:
    """A connection to no database in particular."""
    given = connection.get_connection_params()
    who = {name: given[name] for name in ("host", "port", "user", "password") if name in given}
    with psycopg.connect(dbname="postgres", autocommit=True, **who) as opened:
        yield opened


@contextlib.contextmanager
def unused_name(server: Server, wanted: str) -> Iterator[str]:
    """`wanted`, or with a number behind it while other processes use it, on whatever host."""
    for number in itertools.count(1):
        name = wanted if number == 1 else f"{wanted}_{number}"
        query = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
        if server.execute(query, [name]).fetchone() == (True,):
            break
    try:
        yield name
    finally:
        server.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def template(server: Server) -> str:
    """The name of the migrated database; the first process to come makes it, the others wait."""
    name, unfinished = f"{TEMPLATE}_{digest()}", f"{TEMPLATE}_unfinished"
    with _locked(server, TEMPLATE):
        if name not in begin_with(server, TEMPLATE):
            _migrate(unfinished)
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(unfinished), sql.Identifier(name)
                )
            )
            for old in begin_with(server, TEMPLATE)[:-KEPT]:
                drop(server, old)
    return name


@contextlib.contextmanager
def made_ahead() -> Iterator[None]:
    """A process that makes the template now and holds the server until the end of the block.

    It sees that its input is closed, also when this process is killed.
    """
    command = [sys.executable, "-m", __name__]
    ahead = subprocess.Popen(
        command, stdin=subprocess.PIPE, cwd=settings.BASE_DIR, start_new_session=True
    )
    try:
        yield
    finally:
        ahead.communicate()


def _make_ahead() -> None:
    given = bool(os.environ.get("DATABASE_URL"))
    folder = settings.EMBEDDED_POSTGRES
    with contextlib.nullcontext() if given else embedded_server(folder), maintenance() as server:
        template(server)
        sys.stdin.read()


@contextlib.contextmanager
def _locked(server: Server, name: str) -> Iterator[None]:
    server.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
    try:
        yield
    finally:
        server.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def begin_with(server: Server, prefix: str) -> list[str]:
    """The databases whose names begin so, oldest first."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
    return [str(name) for (name,) in server.execute(query, [prefix])]


def _migrate(name: str) -> None:
    connection.settings_dict["TEST"]["NAME"] = name
    with models_made_once():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    rows.begin_behind()
    connection.close()


def drop(server: Server, name: str) -> None:
    """Drop a database, whoever is connected; the server's own housekeeping is waited for."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _attempt in range(ATTEMPTS):
        try:
            server.execute(statement)
        except psycopg.errors.InsufficientPrivilege:  # autovacuum is at work there
            time.sleep(0.1)
        else:
            return
    server.execute(statement)


def digest() -> str:
    """Over all that decides what a migrated database holds."""
    said = [django.VERSION, settings.INSTALLED_APPS, settings.CACHES, rows.NUMBERS]
    result = hashlib.sha256(repr(said).encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            result.update(f"{app.label}/{path.name}\n".encode() + path.read_bytes())
    return result.hexdigest()[:16]


@contextlib.contextmanager
def statements_kept() -> Iterator[None]:
    """Let psycopg keep its prepared statements over a rollback, for a test that commits nothing.

    Such a test is rolled back itself, and so is each act that it sees refused. Psycopg would
    forget all statements then, in case that a table has gone; to prepare them anew takes longer
    than all the rest. Tests that commit meet psycopg as it is.
    """
    own = PrepareManager._should_discard

    def without_rollbacks(
        self: PrepareManager, prep: Prepare, results: Sequence[PGresult], *rest: Any
    ) -> bool:
        others = [result for result in results if result.command_status != b"ROLLBACK"]
        return own(self, prep, others, *rest)

    PrepareManager._should_discard = without_rollbacks
    try:
        yield
    finally:
        PrepareManager._should_discard = own


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    _make_ahead()
