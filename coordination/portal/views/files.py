"""Public files: to look at, or to download; withdrawn ones are gone (410)."""

from __future__ import annotations

from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.utils.translation import gettext as _

from ...decisions.queries.stored_files import damage_of, storage_name
from ..models import PublicObject
from .answers import SECONDS, error, public
from .frame import show


@public
def content(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file for looking at: never as an attachment (OParl 2.7)."""
    return _file(request, key, as_attachment=False)


@public
def download(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file under its name, as an attachment."""
    return _file(request, key, as_attachment=True)


def _file(request: HttpRequest, key: str, *, as_attachment: bool) -> HttpResponseBase:
    row = PublicObject.objects.filter(kind="File", key=key).first()
    if row is None:
        return error(404, _("There is nothing under this address."))
    if row.deleted_at is not None or not row.sha256:
        return error(410, _("This file is no longer published."))
    name = row.file_name if as_attachment else ""
    response = _bytes(request, row.sha256, name, row.media_type, as_attachment=as_attachment)
    if response is None:
        # Wrong bytes are never handed out.
        return error(503, _("This file cannot be read at the moment."))
    response.headers["Last-Modified"] = http_date(row.modified.timestamp())
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def handed_file(request: HttpRequest, sha256: str, name: str, media_type: str) -> HttpResponseBase:
    """A released file as a download under its name; 503 as a page where it cannot be read."""
    found = _bytes(request, sha256, name, media_type, as_attachment=True)
    return found or show(request, "unavailable.html", {}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _bytes(
    request: HttpRequest, sha256: str, name: str, media_type: str, *, as_attachment: bool
) -> HttpResponseBase | None:
    """The stored content under its digest, or that it has not changed; None if it is damaged."""
    tag = f'"{sha256}"'
    response: HttpResponseBase
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    elif damage_of(sha256):
        return None
    else:
        response = FileResponse(
            default_storage.open(storage_name(sha256), "rb"), as_attachment=as_attachment,
            filename=name, content_type=media_type,
        )  # fmt: skip
        # Whatever stands in it runs nothing and reaches nothing.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["ETag"] = tag
    return response
