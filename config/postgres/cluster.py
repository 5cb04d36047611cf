"""The places of one embedded server: everything follows from its folder."""

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

from .errors import PostgresError
from .identity import identity

DATABASE = "federfuehrung"
ROLE = "federfuehrung"
"""Owns the tables and migrates them."""
APPLICATION = "federfuehrung_app"
"""Works with the rows: it can neither change a table nor switch a trigger off."""
SUPERUSER = "postgres"
PORT = "5432"  # only part of the socket's name: the server does not listen to the network


@dataclass(frozen=True)
class Cluster:
    """One server with its data, sockets, locks and log."""

    folder: Path

    @property
    def key(self) -> str:
        """A short name for the folder."""
        return hashlib.sha256(os.fsencode(self.folder.resolve())).hexdigest()[:12]

    @property
    def data(self) -> Path:
        """The data directory; that of a system account lies in its own home."""
        account = identity().account
        home = self.folder if account is None else Path(account.pw_dir) / self.key
        return home.resolve() / "data"

    @property
    def sockets(self) -> Path:
        """A folder short enough for a socket's path (107 bytes), the same for every process."""
        return Path("/tmp").resolve() / f"federfuehrung-{os.geteuid()}-{self.key}"  # noqa: S108 - the path of a socket must be short; owner and mode are checked

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    def connection(self, *, user: str = ROLE, database: str = DATABASE) -> dict[str, str]:
        """How Django reaches a database of this server."""
        return {"HOST": str(self.sockets), "PORT": PORT, "USER": user, "NAME": database}

    def conninfo(self, *, database: str = "postgres") -> str:
        """How libpq reaches a database of this server as its superuser."""
        return make_conninfo(
            host=str(self.sockets), port=PORT, user=SUPERUSER, dbname=database, connect_timeout=5
        )

    def make_folder(self) -> None:
        """Create the folder of the server and that of its data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        identity().own(self.data.parent)

    def make_sockets(self) -> None:
        """Create the socket folder, closed to others.

        Raises PostgresError if somebody else made it first.
        """
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        found = self.sockets.lstat()
        account = identity().account
        ours = {os.geteuid()} if account is None else {os.geteuid(), account.pw_uid}
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours or found.st_mode & 0o077:
            raise PostgresError(
                f"{self.sockets} is not a private folder of ours. Remove it and start again."
            )
        identity().own(self.sockets)

    def remove_sockets(self) -> None:
        """Remove the socket folder of a server that has ended."""
        with contextlib.suppress(OSError):
            self.sockets.rmdir()
