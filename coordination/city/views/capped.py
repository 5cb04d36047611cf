"""A capped list on the screen and on paper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from ..queries.capped import CAP, Capped, Row

ROWS_PER_PAGE = 50


def list_context(
    request: HttpRequest, listing: Capped[Row], *, rows: int = ROWS_PER_PAGE
) -> dict[str, Any]:
    """One page of the list as the address asks (`?page=`), with `?print=1` all that is counted.

    `query` is what else the address says.
    """
    pages = Paginator(range(listing.count), rows)
    page: Page[int] = pages.get_page(request.GET.get("page"))
    prints = request.GET.get("print") == "1"
    first, last = (0, CAP) if prints else (max(page.start_index() - 1, 0), page.end_index())
    query = request.GET.copy()
    for name in ("page", "print"):
        query.pop(name, None)
    return {
        "listing": listing,
        "rows": listing.page(first, last) if listing.count else [],
        "page": page,
        "prints": prints,
        "query": query.urlencode(),
    }
