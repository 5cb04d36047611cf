"""The server of the bench, databases on it, and which of them a thread talks to."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django
import psycopg
from psycopg import sql

from config.postgres.cluster import Cluster
from config.postgres.locks import exclusive
from config.postgres.server import lease

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

TEMPLATE = "bench_template"


@contextlib.contextmanager
def server() -> Iterator[None]:
    """An embedded server of our own, as durable as in earnest; stopped at the end.

    Runs wait for each other: two at once would measure each other.
    """
    django.setup()
    cluster().make_folder()
    with exclusive(cluster().folder / "bench.lock", seconds=900), lease(cluster()):
        with using(TEMPLATE, fresh=True):
            _migrate()
        try:
            yield
        finally:
            drop(TEMPLATE)


def cluster() -> Cluster:
    """The embedded server of the settings."""
    from django.conf import settings

    return Cluster(settings.EMBEDDED_POSTGRES)


@contextlib.contextmanager
def using(name: str, *, fresh: bool = False) -> Iterator[None]:
    """Let the application in this thread talk to that database; `fresh` makes it anew and empty."""
    from django.db import connections

    if fresh:
        drop(name)
        _superuser(sql.SQL("CREATE DATABASE {} OWNER federfuehrung").format(sql.Identifier(name)))
    before = connections["default"]
    # A second wrapper of the same settings; the thread's own one waits.
    own = _link(name)
    connections["default"] = own
    try:
        yield
    finally:
        own.close()
        connections["default"] = before


def stay(name: str) -> BaseDatabaseWrapper:
    """Connect this thread to that database for good; whoever ends the thread closes it."""
    from django.db import connections

    own = _link(name)
    own.inc_thread_sharing()
    own.ensure_connection()
    connections["default"] = own
    return own


def _link(name: str) -> BaseDatabaseWrapper:
    from django.db import connections

    own = connections.create_connection("default")
    own.settings_dict = {**own.settings_dict, "NAME": name}
    return own


def clone(name: str) -> None:
    """A new database with all tables and no rows."""
    drop(name)
    names = sql.Identifier(name), sql.Identifier(TEMPLATE)
    _superuser(sql.SQL("CREATE DATABASE {} OWNER federfuehrung TEMPLATE {}").format(*names))


def drop(name: str) -> None:
    """Remove a database, whoever still talks to it."""
    _superuser(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def superuser(name: str) -> psycopg.Connection:
    """A connection that may load rows without checking each key."""
    return psycopg.connect(cluster().conninfo(database=name), autocommit=True)


def _superuser(statement: sql.Composed) -> None:
    with superuser("postgres") as connection:
        connection.execute(statement)


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
