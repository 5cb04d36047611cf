"""The command line of the embedded server."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import server
from .cluster import Cluster
from .errors import PostgresError

_CHECKOUT = Path(__file__).resolve().parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=sorted(_ACTIONS), help="what to do")
    parser.add_argument(
        "--data",
        type=Path,
        default=_CHECKOUT / os.environ.get("FEDERFUEHRUNG_PG", "var/pg/demo"),
        help="the server's folder (default: FEDERFUEHRUNG_PG, else var/pg/demo)",
    )


def run(options: argparse.Namespace, *, say: Callable[[str], object] = print) -> int:
    """Do it; the result is the exit code. Raises PostgresError."""
    return _ACTIONS[options.action](Cluster(options.data), say)


def main(arguments: Sequence[str]) -> int:
    """Parse, do and report."""
    parser = argparse.ArgumentParser(prog="db", description=__doc__)
    add_arguments(parser)
    try:
        return run(parser.parse_args(arguments))
    except PostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _start(cluster: Cluster, say: Callable[[str], object]) -> int:
    new = server.start(cluster)
    say(f"PostgreSQL {'started' if new else 'runs already'}: {_address(cluster)}")
    return 0


def _stop(cluster: Cluster, say: Callable[[str], object]) -> int:
    stopped = server.stop(cluster)
    say("PostgreSQL stopped." if stopped else "PostgreSQL did not run.")
    return 0


def _status(cluster: Cluster, say: Callable[[str], object]) -> int:
    """Like other services: 0 when it answers, 3 when it does not run, 4 when it does not answer."""
    found = server.status(cluster)
    if not found.running:
        say("PostgreSQL does not run.")
        return 3
    if not found.ready:
        say(f"PostgreSQL (process {found.pid}) does not answer yet. See {cluster.log}.")
        return 4
    say(f"PostgreSQL (process {found.pid}) answers: {_address(cluster)}")
    return 0


def _address(cluster: Cluster) -> str:
    reach = cluster.connection()
    return f"postgres://{reach['USER']}@/{reach['NAME']}?host={reach['HOST']}"


_ACTIONS: dict[str, Callable[[Cluster, Callable[[str], object]], int]] = {
    "start": _start,
    "stop": _stop,
    "status": _status,
}
