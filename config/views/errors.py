"""Django's error handlers: plain German and a way back, never a stack trace."""

import errno
import sys
from http import HTTPStatus

import psycopg
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template

from .refusals import way_back, whole_page
from .typed import raw_typed, typed_by

RETRY_AFTER_SECONDS = 10
# The engine writes through psycopg directly, so its errors are not Django's.
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
    """500; 503 when the database does not answer, 507 when a disk is full.

    Made without database and session. What was typed stands on the page, and may be sent again:
    the command in it is carried out once.
    """
    error = sys.exc_info()[1]
    if _is_full(error):
        return _unwell_page(request, 507)
    if isinstance(error, NO_DATABASE):
        return _unwell_page(request, 503)
    return HttpResponse(get_template("500.html").render(), status=500)


def _is_full(error: BaseException | None) -> bool:
    """Whether there was no room, for a file or in the database."""
    while error is not None:
        if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if isinstance(error, psycopg.errors.DiskFull):
            return True
        error = error.__cause__
    return False


def _unwell_page(request: HttpRequest, status: int) -> HttpResponse:
    kept, again = raw_typed(request)
    context = {"kept": kept, "again": again, "csrf_token": get_token(request)}
    response = HttpResponse(get_template(f"{status}.html").render(context), status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return whole_page(request, response)
