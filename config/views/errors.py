"""Django's error handlers: plain German and a way back, never a stack trace."""

import sys

import psycopg
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from .refusals import way_back
from .typed import typed_by

RETRY_AFTER_SECONDS = 10
# The engine speaks to psycopg directly where it writes, so its errors come without Django's dress.
NO_DATABASE = (
    InterfaceError,
    OperationalError,
    psycopg.InterfaceError,
    psycopg.OperationalError,
)


TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for more than a form may hold; without anything of the request, which may be
    broken in any way."""
    is_too_large = isinstance(exception, TOO_LARGE)
    page = get_template("400.html").render({"is_too_large": is_too_large})
    return HttpResponse(page, status=413 if is_too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; says the reason that the view gave."""
    context = {"what": str(exception), "back_url": way_back(request)}
    return render(request, "403.html", context, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what does not exist and for what this person may not see."""
    return render(request, "404.html", {"back_url": way_back(request)}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the proof is missing that the form came from here; shows what was typed."""
    context = {"kept": typed_by(request), "back_url": way_back(request)}
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database does not answer; made without database and session."""
    if isinstance(sys.exc_info()[1], NO_DATABASE):
        response = HttpResponse(get_template("503.html").render(), status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return HttpResponse(get_template("500.html").render(), status=500)
