"""Answers that are files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from ..tables import Cell, Sheet, csv_lines, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file under a name."""
    return HttpResponse(content, content_type=media_type, headers=_saved_as(name))


def private_download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file that no cache keeps."""
    response = download(content, name, media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def workbook_download(sheets: Sequence[Sheet], name: str) -> HttpResponse:
    """Tables for a spreadsheet program, with days and sums as such, that no cache keeps."""
    return private_download(workbook(sheets), name, XLSX)


def csv_download(rows: Iterable[Iterable[Cell]], name: str) -> StreamingHttpResponse:
    """A table for a spreadsheet program, sent while its rows are read."""
    return StreamingHttpResponse(
        csv_lines(rows), content_type="text/csv; charset=utf-8", headers=_saved_as(name)
    )


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
