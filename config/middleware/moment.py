"""A page shows one moment: all its statements read from one snapshot of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import cast

from django.db import connection
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)

from workflows.wire import snapshot

from ..views.errors import server_error

TRIES = 3


class OneMoment:
    """Whatever is only looked at is read from the moment of its first statement.

    Somebody may act between two statements of a page; without this the second would know what the
    first did not. Exports are read the same way while they are sent. A page that keeps something
    of its reader (how far they have read) and meets their other window there is made once more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        for _try in range(TRIES):
            request.met_itself = False  # type: ignore[attr-defined] # ours, for the hook below
            with one_moment():
                response = self.get_response(request)
            if not request.met_itself:  # type: ignore[attr-defined] # ours, for the middleware
                break
        # A stored file is no reading of the database.
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            content = cast("Iterable[bytes]", response.streaming_content)
            response.streaming_content = _in_one_moment(content)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Let a page be made anew that met another writer of the same row."""
        if getattr(exception.__cause__, "sqlstate", None) != _SERIALIZATION_FAILURE:
            return None
        request.met_itself = True  # type: ignore[attr-defined] # ours, for the middleware
        return server_error(request)


_SERIALIZATION_FAILURE = "40001"


def _in_one_moment(content: Iterable[bytes]) -> Iterator[bytes]:
    with one_moment():
        yield from content


@contextmanager
def one_moment() -> Iterator[None]:
    """A snapshot for the block, taken at its first statement; none where there is no statement."""
    snapshot = _Snapshot()
    with connection.execute_wrapper(snapshot):
        try:
            yield
        finally:
            snapshot.end()


class _Snapshot:
    """Sees each statement before it is sent, and begins the transaction before the first."""

    def __init__(self) -> None:
        self._moment: AbstractContextManager[None] | None = None

    def __call__(self, execute: Callable[..., object], *statement: object) -> object:
        if self._moment is None and not connection.in_atomic_block:
            self._moment = snapshot()
            self._moment.__enter__()
        return execute(*statement)

    def end(self) -> None:
        """Let the moment go."""
        if self._moment is not None:
            self._moment.__exit__(None, None, None)
