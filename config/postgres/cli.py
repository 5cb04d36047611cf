"""The command line of the embedded server."""

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import backup, server
from .cluster import Cluster
from .errors import PostgresError

_Say = Callable[[str], object]
_CHECKOUT = Path(__file__).resolve().parents[2]


def add_arguments(
    parser: argparse.ArgumentParser, *, files: str = os.environ.get("FEDERFUEHRUNG_FILES", "")
) -> None:
    """Declare the arguments; `files` is the default folder of the files of the cases."""
    parser.add_argument("action", choices=sorted(_ACTIONS), help="what to do")
    parser.add_argument("file", nargs="?", type=Path, help="the backup to write or to restore")
    parser.add_argument("--files", default=files, help="the folder with the files of the cases")
    parser.add_argument(
        "--data",
        type=Path,
        default=_CHECKOUT / os.environ.get("FEDERFUEHRUNG_PG", "var/pg/demo"),
        help="the server's folder (default: FEDERFUEHRUNG_PG, else var/pg/demo)",
    )


def run(options: argparse.Namespace, *, say: _Say = print) -> int:
    """Do it; the result is the exit code. Raises PostgresError."""
    return _ACTIONS[options.action](options, Cluster(options.data), say)


def main(arguments: Sequence[str]) -> int:
    """Parse, do and report."""
    parser = argparse.ArgumentParser(prog="db", description=__doc__)
    add_arguments(parser)
    try:
        return run(parser.parse_args(arguments))
    except PostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _start(_options: argparse.Namespace, cluster: Cluster, say: _Say) -> int:
    new = server.start(cluster)
    say(f"PostgreSQL {'started' if new else 'runs already'}: {_address(cluster)}")
    return 0


def _stop(_options: argparse.Namespace, cluster: Cluster, say: _Say) -> int:
    stopped = server.stop(cluster)
    say("PostgreSQL stopped." if stopped else "PostgreSQL did not run.")
    return 0


def _status(_options: argparse.Namespace, cluster: Cluster, say: _Say) -> int:
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


def _backup(options: argparse.Namespace, cluster: Cluster, say: _Say) -> int:
    file, files = _both(options)
    backup.backup(cluster, file, files=files, at=dt.datetime.now(tz=dt.UTC))
    say(f"Backup written: {file}")
    return 0


def _restore(options: argparse.Namespace, cluster: Cluster, say: _Say) -> int:
    file, files = _both(options)
    backup.restore(cluster, file, files=files)
    say(f"Restored. The database of before is kept as {backup.PREVIOUS}.")
    say("Delivery is held: see `manage.py delivery`, then `manage.py delivery release`.")
    return 0


def _both(options: argparse.Namespace) -> tuple[Path, Path]:
    if options.file is None or not options.files:
        raise PostgresError(
            f"Say which: db {options.action} FILE --files FOLDER "
            "(the folder may also come from FEDERFUEHRUNG_FILES)."
        )
    return options.file, _CHECKOUT / options.files


def _address(cluster: Cluster) -> str:
    reach = cluster.connection()
    return f"postgres://{reach['USER']}@/{reach['NAME']}?host={reach['HOST']}"


_ACTIONS: dict[str, Callable[[argparse.Namespace, Cluster, _Say], int]] = {
    "backup": _backup,
    "restore": _restore,
    "start": _start,
    "stop": _stop,
    "status": _status,
}
