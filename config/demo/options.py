"""What may be chosen, from the environment as make passes it."""

import errno
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import DemoError

CHECKOUT = Path(__file__).resolve().parents[2]
_PORTS = range(1024, 65536)  # those below belong to root
HOST = "127.0.0.1"  # the demo lets anybody in, so it is for this machine only


@dataclass(frozen=True)
class Options:
    """How to run the demo."""

    port: int
    reset: bool
    postgres: Path | None  # the folder of the embedded server; None if DATABASE_URL is given
    folder: Path  # where the demo keeps its notes about itself

    @property
    def address(self) -> str:
        """Where the demo is."""
        return f"http://{HOST}:{self.port}/"


def read(environment: Mapping[str, str] = os.environ) -> Options:
    """The options; raises DemoError for nonsense."""
    port = environment.get("PORT") or "8000"
    if not port.isdecimal() or int(port) not in _PORTS:
        raise DemoError(f"PORT={port} is no port from 1024 to 65535.")
    reset = environment.get("RESET") or "0"
    if reset not in {"0", "1"}:
        raise DemoError(f"RESET={reset} is neither 1 nor 0.")
    folder = CHECKOUT / (environment.get("FEDERFUEHRUNG_PG") or "var/pg/demo")
    return Options(
        port=int(port),
        reset=reset == "1",
        postgres=None if environment.get("DATABASE_URL") else folder,
        folder=CHECKOUT / (environment.get("FEDERFUEHRUNG_DEMO") or "var/demo"),
    )


def require_free(port: int) -> None:
    """Raise DemoError if somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise DemoError(
                f"Port {port} is taken by another program. "
                f"Choose another one: make demo PORT={port + 1}"
            ) from error
