"""How the public endpoint answers: JSON for everybody, cacheable, without cookies, throttled."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from ..queries.releases import is_released
from ..vocabulary import SCHEMA

SECONDS = 60
"""So long an answer may be kept on the way: what is withdrawn is gone everywhere after that."""

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """A view that everybody may ask, once the city has released the endpoint."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with override("de"):
            return _everywhere(_answer(view, request, *args, **kwargs))

    return answered


def _answer(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
    if request.method not in {"GET", "HEAD"}:
        return error(405, _("Only GET is answered."), headers={"Allow": "GET, HEAD, OPTIONS"})
    wait = _GATE.wait(str(get_adapter().get_client_ip(request)))
    if wait:
        text = _("Too many requests. Please ask again later.")
        return error(429, text, headers={"Retry-After": str(wait)})
    if not is_released():
        return error(404, _("There is nothing under this address."))
    return view(request, *args, **kwargs)


def _everywhere(response: HttpResponseBase) -> HttpResponseBase:
    """CORS: everybody's page may read it; no cookie is ever sent or asked for."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def error(status: int, message: str, *, headers: dict[str, str] | None = None) -> HttpResponse:
    """OParl's error object; it says nothing about what is not public."""
    content = {"type": f"{SCHEMA}Error", "message": message}
    response = _json(json.dumps(content, ensure_ascii=False), status=status)
    keeps = "no-store" if "Retry-After" in (headers or {}) else f"public, max-age={SECONDS}"
    response.headers["Cache-Control"] = keeps
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def told(request: HttpRequest, text: str, modified: datetime | None) -> HttpResponse:
    """JSON with what a cache needs; 304 for who has it already."""
    response = _json(text, status=200)
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    return response


def _json(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


class Gate:
    """Lets so many requests of one address through in a minute, in each process by itself.

    It lies in memory: a public address must not make the database write.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._minute, self._counts = 0, dict[str, int]()

    def wait(self, address: str) -> int:
        """Seconds until the next request is answered; 0 if this one is."""
        now = self._clock()
        with self._lock:
            if int(now // 60) != self._minute:
                self._minute, self._counts = int(now // 60), {}
            count = self._counts[address] = self._counts.get(address, 0) + 1
        return 0 if count <= settings.PUBLIC_REQUESTS_A_MINUTE else 60 - int(now % 60)


_GATE = Gate()
