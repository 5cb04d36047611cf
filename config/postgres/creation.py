"""Making the data directory, and refusing one that another version made."""

import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from .binaries import major_version, program
from .cluster import APPLICATION, DATABASE, ROLE, SUPERUSER, Cluster
from .errors import PostgresError
from .identity import identity


def ensure_data(cluster: Cluster) -> bool:
    """Make the data directory if there is none; True if it is new.

    It gets its final name only when it is complete, so a half-made one is never used.
    Raises PostgresError if it belongs to another major version.
    """
    if cluster.data.exists():
        _guard_version(cluster.data)
        return False
    unfinished = cluster.data.with_name("data.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    done = subprocess.run(
        [*identity().prefix, program("initdb"), *_options(unfinished)],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        **identity().popen(),
    )
    if done.returncode != 0:
        raise PostgresError(f"initdb failed:\n{done.stdout}{done.stderr}")
    unfinished.rename(cluster.data)
    return True


def _options(folder: Path) -> list[str]:
    return [
        f"--pgdata={folder}",
        f"--username={SUPERUSER}",
        # Whoever may open the socket's folder may connect; the folder is closed to others.
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions",
    ]


def _guard_version(data: Path) -> None:
    marker = data / "PG_VERSION"
    if not marker.exists():
        raise PostgresError(f"{data} is no data directory of PostgreSQL. Move it away.")
    found, ours = marker.read_text().strip(), major_version()
    if found != str(ours):
        raise PostgresError(
            f"{data} was made by PostgreSQL {found}, the installed one is {ours}. Check out the "
            "release that made it, run `manage.py db backup`, then come back, move the folder "
            "away and run `manage.py db restore`."
        )


def ensure_database(cluster: Cluster) -> None:
    """Create the two roles and the database where they are missing."""
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).rowcount:
            # CREATEDB for the test database; never a superuser.
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE))
            )
        if not connection.execute(
            "SELECT FROM pg_roles WHERE rolname = %s", [APPLICATION]
        ).rowcount:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APPLICATION)))
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.rowcount:
            create_database(connection, DATABASE)
    admit_application(cluster, DATABASE)


def admit_application(cluster: Cluster, name: str) -> None:
    """Let the application work with the rows of all tables, those to come too."""
    with psycopg.connect(cluster.conninfo(database=name), autocommit=True) as connection:
        for what, rights in _RIGHTS.items():
            names = {"owner": sql.Identifier(ROLE), "who": sql.Identifier(APPLICATION)}
            grant = f"GRANT {rights} ON {{}} {what} {{}} TO {{who}}"
            connection.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} " + grant).format(
                    sql.SQL(""), sql.SQL(""), **names
                )
            )
            connection.execute(
                sql.SQL(grant).format(sql.SQL("ALL"), sql.SQL("IN SCHEMA public"), **names)
            )


_RIGHTS = {"TABLES": "SELECT, INSERT, UPDATE, DELETE", "SEQUENCES": "SELECT, USAGE"}


def create_database(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Create an empty database that belongs to the application's role."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(ROLE))
    )


def drop_database(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Drop a database with all that is in it, whoever is connected."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def renew_database(cluster: Cluster) -> None:
    """Put an empty database in the place of the application's."""
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        drop_database(connection, DATABASE)
        create_database(connection, DATABASE)
    admit_application(cluster, DATABASE)
