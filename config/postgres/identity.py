"""As whom the server runs: PostgreSQL refuses root, and is right."""

import functools
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from .errors import PostgresError

ACCOUNT = "federfuehrung"


class Account(TypedDict, total=False):
    """The account under which a program runs, as subprocess takes it."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Identity:
    """How a program of PostgreSQL is started so that it does not run as root."""

    prefix: tuple[str, ...] = ()
    account: pwd.struct_passwd | None = None

    def popen(self) -> Account:
        """Arguments for subprocess."""
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to the account of the server, where it has one of its own."""
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


@functools.cache
def identity() -> Identity:
    """Ourselves; as root a user namespace; where that is forbidden, a system account.

    In the namespace root's files belong to an ordinary user: no account is added and no folder
    opened. The account is added only if neither is possible, and keeps its data in its own home.
    """
    if os.geteuid() != 0:
        return Identity()
    namespace = _namespace()
    if _runs([*namespace, "true"]):
        return Identity(prefix=namespace)
    return Identity(account=_account())


def _namespace() -> tuple[str, ...]:
    # initdb looks the user up, so it must be one that exists; any will do.
    uid = next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid not in {0, 65534}), 1000)
    return ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}", "--")


def _runs(command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        _add_account()
        return pwd.getpwnam(ACCOUNT)


def _add_account() -> None:
    command = ["useradd", "--system", "--create-home", "--home-dir", f"/var/lib/{ACCOUNT}", ACCOUNT]
    if not _runs(command):
        raise PostgresError(
            "PostgreSQL does not run as root, user namespaces are forbidden here and a system "
            f"account could not be added ({' '.join(command)}). "
            "Run as an ordinary user, or set DATABASE_URL."
        )
