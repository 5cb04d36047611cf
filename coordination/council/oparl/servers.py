"""Asking a council system: only hosts that are allowed, within bounds, again if it stumbles."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from workflows.actions.telling.public_http import (
    Answer,
    CallError,
    InsideError,
    Reach,
    TooLargeError,
    get,
)

from .addresses import host_of
from .oddities import Oddities

AGENT = "Federfuehrung (OParl 1.1)"


class SourceError(Exception):
    """A source does not go on here; `kind` is that of an oddity, the text says where."""

    def __init__(self, kind: str, where: str) -> None:
        super().__init__(f"{kind}: {where}")
        self.kind, self.where = kind, where


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a source is read at most: bytes of an answer, pages of a list, seconds."""

    page_bytes: int = 32 * 2**20
    file_bytes: int = 50 * 2**20
    pages: int = 20_000
    call_seconds: float = 60.0
    seconds: float = 6 * 3600.0
    tries: int = 3
    pause_seconds: float = 2.0


_MOVES = 5
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_REFUSED = frozenset({400, 403, 406, 414, 422})


@dataclass(slots=True)
class Server:
    """The host of an address and those that are allowed beside it (host or host:port).

    `inside` lets calls go to addresses of the own network: for a council system that stands there.
    """

    address: str
    oddities: Oddities
    allow: tuple[str, ...] = ()
    inside: bool = False
    limits: Limits = field(default_factory=Limits)
    wait: Callable[[float], None] = time.sleep
    began: float = field(default_factory=time.monotonic)

    def allows(self, url: str) -> bool:
        """Whether an address may be called; only the host counts, not http or https."""
        host = host_of(url)
        return bool(host) and host in {host_of(self.address), *(one.lower() for one in self.allow)}

    def json(self, url: str) -> object:
        """The JSON under an address; SourceError says why there is none."""
        trouble = SourceError("failed", url)
        for attempt in range(self.limits.tries):
            if attempt:
                self.oddities.note("fault", trouble.where)
                self.wait(self.limits.pause_seconds * 2 ** (attempt - 1))
            answer = self._answer(url, self.limits.page_bytes)
            if isinstance(answer, SourceError):
                trouble = answer
                continue
            media = answer.headers.get("content-type", "")
            if "json" not in media:
                self.oddities.note("content_type", f"{url} {media:.60}")
            try:
                return json.loads(answer.body.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                trouble = SourceError("broken", url)
        raise trouble

    def file(self, url: str) -> bytes:
        """The content of a file; SourceError says why there is none. Never fetched unasked."""
        answer = self._answer(url, self.limits.file_bytes)
        if isinstance(answer, SourceError):
            raise answer
        return answer.body

    def _answer(self, url: str, most: int) -> Answer | SourceError:
        """What came back in the end; an error that may pass is returned, any other raised."""
        for _move in range(_MOVES):
            try:
                answer = self._call(url, most)
            except InsideError as error:
                raise SourceError("private", url) from error
            except TooLargeError as error:
                raise SourceError("too_large", url) from error
            except CallError as error:
                return SourceError("failed", f"{url} {error}")
            status = answer.status
            if status in _GONE:
                raise SourceError("missing_list", url)
            if status in _AGAIN:
                return SourceError("failed", f"{url} HTTP {status}")
            if not 300 <= status < 400:  # noqa: PLR2004 - the codes of HTTP
                break
            target = urljoin(url, answer.headers.get("location", ""))
            self.oddities.note("moved", f"{url} → {target}")
            url = target
        if not 200 <= status < 300:  # noqa: PLR2004 - the codes of HTTP
            kind = "refused" if status in _REFUSED else "failed"
            raise SourceError(kind, f"{url} HTTP {status}")
        return answer

    def _call(self, url: str, most: int) -> Answer:
        if not self.allows(url):
            raise SourceError("foreign", url)
        left = self.limits.seconds - (time.monotonic() - self.began)
        if left <= 0:
            raise SourceError("out_of_time", url)
        port = urlsplit(url).port
        ports = frozenset({80, 443, *([port] if port else [])})
        return get(
            url.partition("#")[0],
            {"Accept": "application/json", "User-Agent": AGENT},
            most=most,
            seconds=min(self.limits.call_seconds, left),
            reach=Reach(self.inside, frozenset({"http", "https"}), ports),
        )
