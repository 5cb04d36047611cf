"""Settings of the web server (`gunicorn --config python:config.web`): patience has an end.

A proxy that takes in whole requests and keeps whole answers stands in front (deploy/nginx.conf).
Should it be missing or misled, whoever sends a request by halves or does not read the answer loses
the connection after SLOW_CLIENT_SECONDS without a byte, and no thread waits longer for them.
"""

import os
import socket
import struct
from collections.abc import Sequence
from typing import Protocol

worker_class = "gthread"
# Twice as many as may wait for one locked case (`actions/acting/waiting.py`), each for two seconds
# and a half at most: others go on.
threads = 16
keepalive = 5
timeout = 60
graceful_timeout = 30
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190

SLOW_CLIENT_SECONDS = int(os.environ.get("SLOW_CLIENT_SECONDS", "15"))


class _Listener(Protocol):
    sock: socket.socket


class _Server(Protocol):
    LISTENERS: Sequence[_Listener]


def when_ready(server: _Server) -> None:
    """Let the kernel give up waiting; a connection inherits it from the socket that took it."""
    patience = struct.pack("ll", SLOW_CLIENT_SECONDS, 0)
    for listener in server.LISTENERS:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, option, patience)
