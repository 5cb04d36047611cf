"""What the lists for everybody have in common: pages, how an entry has ended, Atom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from workflows.tables import Cell, csv_lines

from ...followup.enums import Publication
from .frame import show

ROWS_PER_PAGE = 25
RETRY_AFTER = 86_400
"""Seconds after which whoever asks for what is not available at present may ask again."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed: it is known by its address."""

    title: str
    url: str
    summary: str
    published_at: datetime
    renewed_at: datetime


def page_asked(request: HttpRequest, count: int) -> tuple[Page[int], str]:
    """The page of so many entries that was asked for, and the rest of the address's question."""
    page = Paginator(range(count), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return page, query.urlencode()


def ended(request: HttpRequest, ending: str | None) -> HttpResponse:
    """An entry that is not published: 410 or 503 where its publication has ended so, else 404."""
    if ending == Publication.GONE:
        return show(request, "gone.html", {}, status=HTTPStatus.GONE)
    if ending == Publication.UNAVAILABLE:
        response = show(request, "unavailable.html", {}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    raise Http404


def table(rows: Iterable[Iterable[Cell]], name: str) -> HttpResponse:
    """Rows as a CSV file of this name."""
    response = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def atom(
    request: HttpRequest, *, title: str, path: str, entries: Iterable[FeedEntry]
) -> HttpResponse:
    """The entries as Atom; `title` and `path` are those of the list."""
    base = settings.BASE_URL
    feed = Atom1Feed(
        title=title,
        link=f"{base}{path}",
        description="",
        language="de",
        feed_url=f"{base}{request.path}",
        author_name=settings.CITY_NAME,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=f"{base}{entry.url}",
            description=entry.summary,
            unique_id=f"{base}{entry.url}",
            pubdate=entry.published_at,
            updateddate=entry.renewed_at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
