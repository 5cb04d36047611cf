"""Lists of a council system, page by page, however their pages look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit, urlunsplit

from .addresses import key_of
from .servers import Server, SourceError
from .values import Json

_EMPTY = 3
"""So many pages without entries in a row are taken for the end."""


@dataclass(frozen=True, slots=True)
class Page:
    """The entries of a page and the address of the next one; empty after the last."""

    entries: Sequence[object]
    following: str
    total: int | None = None


def changed_since(url: str, since: datetime | None) -> str:
    """The address of a list, asking only for what has changed since a moment.

    The moment is written in UTC: neither colon nor Z need a percent code, which some refuse.
    """
    if since is None:
        return url
    moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = urlsplit(url)
    query = f"{parts.query}&" if parts.query else ""
    return urlunsplit(parts._replace(query=f"{query}modified_since={moment}"))


def pages(server: Server, url: str, *, is_start: bool = True) -> Iterator[Page]:
    """The pages from this address on; SourceError where the list does not go on.

    A list that is not there has no entries, as some servers answer for an empty one; but a page in
    the middle (not `is_start`) has to be there.
    """
    seen: set[str] = set()
    before: list[object] = []
    empty, count, total = 0, 0, None
    first = url
    while url:
        if key_of(url) in seen:
            raise SourceError("loop", url)
        if len(seen) >= server.limits.pages:
            raise SourceError("endless", url)
        seen.add(key_of(url))
        page = _page(server, url, is_first=is_start and url == first)
        ids = _ids(page.entries)
        if ids and ids == before:
            raise SourceError("loop", url)
        if not page.entries and page.following:
            server.oddities.note("empty_page", url)
        before, empty = ids, 0 if page.entries else empty + 1
        count, total = count + len(page.entries), page.total if page.total is not None else total
        yield page if empty < _EMPTY else Page(page.entries, "")
        url = page.following if empty < _EMPTY else ""
    if is_start and total is not None and total != count:
        server.oddities.note("total", f"{first} {count} / {total}")


def _page(server: Server, url: str, *, is_first: bool) -> Page:
    try:
        answer = server.json(url)
    except SourceError as error:
        if error.kind != "missing_list":
            raise
        if not is_first:
            raise SourceError("failed", f"{url} HTTP 404") from error
        server.oddities.note("missing_list", url)
        return Page([], "")
    if isinstance(answer, list):
        server.oddities.note("list_for_object", url)
        return Page(answer, "")
    if not isinstance(answer, dict):
        raise SourceError("no_page", url)
    if "data" not in answer and "id" in answer:
        server.oddities.note("object_for_list", url)
        return Page([answer], "")
    entries = answer.get("data")
    if isinstance(entries, dict):
        server.oddities.note("object_for_list", url)
        entries = [entries]
    if not isinstance(entries, list):
        raise SourceError("no_page", url)
    return Page(entries, _next(answer, url), _total(answer))


def _next(answer: Json, url: str) -> str:
    links = answer.get("links")
    following = links.get("next") if isinstance(links, dict) else None
    if not isinstance(following, str) or not following.strip():
        return ""
    return urljoin(url, following.strip())


def _total(answer: Json) -> int | None:
    told = answer.get("pagination")
    total = told.get("totalElements") if isinstance(told, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def _ids(entries: Sequence[object]) -> list[object]:
    return [entry.get("id") if isinstance(entry, dict) else entry for entry in entries]


OVERLAP = timedelta(hours=1)
"""So far back the next import asks: clocks differ, and a server may be slow to tell."""
