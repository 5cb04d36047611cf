"""The application behind real HTTP on loopback, one server and one database per thread."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from socketserver import BaseServer
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application
from django.db import connection

from bench.databases import using
from workflows.models import User


@dataclass
class Site:
    """The application on one database; `queries` counts the statements since it was set to 0."""

    port: int
    server: BaseServer
    queries: list[str] = field(default_factory=list)

    def get(self, path: str, session: str) -> Answer:
        """Ask for a page and read it to its end; the time is that of the whole exchange."""
        begin = time.perf_counter()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
        response = link.getresponse()
        body = response.read()
        taken = time.perf_counter() - begin
        link.close()
        assert response.status == 200, f"{path}: {response.status}"
        return Answer(taken * 1000, body)


@dataclass(frozen=True, slots=True)
class Answer:
    """How long it took in milliseconds, and what came."""

    milliseconds: float
    body: bytes


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """A line per request would be measured too."""


@contextlib.contextmanager
def site(database: str) -> Iterator[Site]:
    """Serve the application on that database until the block ends."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), WSGIServer, _Quiet)
    found = Site(server.server_port, server)

    def count(execute: Any, statement: str, params: Any, many: Any, context: Any) -> Any:
        found.queries.append(statement)
        return execute(statement, params, many, context)

    def serve() -> None:
        with using(database), connection.execute_wrapper(count):
            server.serve_forever(poll_interval=0.05)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def log_in(user: User) -> str:
    """The key of a session in which this person is logged in, on this thread's database."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
