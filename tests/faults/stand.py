"""The database of `make faults`: an embedded server of its own, as durable as in earnest."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.postgres.cluster import Cluster

FOLDER = "var/pg/faults"


def prepare() -> None:
    """Load Django with the settings of the tests, on a server that nobody else uses."""
    os.environ["TEST_PG_DIR"] = os.environ.get("FAULTS_PG_DIR", FOLDER)
    os.environ["TEST_DB_NAME"] = "test_faults"
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    # Lost connections are what is wanted here.
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    for name in ("psycopg", "django.dispatch"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextlib.contextmanager
def database() -> Iterator[None]:
    """A server and a fresh database on it with all tables; both end with the block.

    FAULTS_DUMP names a file with the statements that make them, for whoever has migrated before.
    """
    from django.db import connection

    from config.postgres import server

    with server.lease(cluster(), durable=True):
        name = connection.settings_dict["NAME"]
        file = os.environ.get("FAULTS_DUMP")
        if file:
            _load(Path(file).read_text(encoding="utf-8"))
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=bool(file))
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def _load(statements: str) -> None:
    import psycopg
    from django.db import connection

    from tests import database

    with database.maintenance() as server:
        name = str(connection.settings_dict["TEST"]["NAME"])
        database.drop(server, name)
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        reach = connection.get_connection_params()
        with psycopg.connect(host=reach["host"], user=reach["user"], dbname=name) as opened:
            opened.execute(statements.encode())


def cluster() -> Cluster:
    """The embedded server of the settings."""
    from django.conf import settings

    from config.postgres.cluster import Cluster

    return Cluster(Path(settings.EMBEDDED_POSTGRES))


def empty() -> None:
    """Forget everything, as each fault begins with an empty house."""
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
