"""Ways through the pages: breadcrumb, tabs, pagination."""

from collections.abc import Iterable, Mapping

from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context, Library

register = Library()


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps: str) -> dict[str, object]:
    """Label, address, label, address, … and last the label of this page, without an address."""
    labels, addresses = steps[::2], steps[1::2]
    return {"links": list(zip(labels, addresses, strict=False)), "here": labels[-1]}


@register.inclusion_tag("components/back_link.html")
def back_link(url: str, label: str = "") -> dict[str, object]:
    """The way back to the page before."""
    return {"url": url, "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Mapping[str, object]], label: str) -> dict[str, object]:
    """Views of one thing as links: `items` with label, url, and if wanted count and current."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[object], param: str = "page", label: str = ""
) -> dict[str, object]:
    """Links to the pages of a paginator which keep everything else of the query string."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    request = context["request"]
    return {
        "label": label,
        "page": page,
        "paginator": paginator,
        "numbers": [
            (number, query_with(request, param, number) if isinstance(number, int) else None)
            for number in numbers
        ],
        "previous": query_with(request, param, page.number - 1) if page.has_previous() else None,
        "next": query_with(request, param, page.number + 1) if page.has_next() else None,
    }


@register.inclusion_tag("components/pager.html")
def pager(back: str | None, forward: str | None, label: str = "") -> dict[str, object]:
    """Back and forward for keyset pages; None where there is no page."""
    return {"back": back, "forward": forward, "label": label}


def query_with(request: HttpRequest, key: str, value: object) -> str:
    """The query string with one value exchanged; a new order starts at the first page."""
    query = request.GET.copy()
    if key != "page":
        query.pop("page", None)
    query[key] = str(value)
    return f"?{query.urlencode()}"
