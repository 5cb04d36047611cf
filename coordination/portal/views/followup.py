"""The follow-up for the public: list, entry, Atom."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..exports.tables import item_table
from ..forms.subscribing import PublicFilterForm
from ..queries.items import (
    PublicItem,
    bodies,
    ending_of,
    newest,
    page_of,
    public_item,
    public_items,
)
from .frame import public, show
from .published import FeedEntry, atom, ended, page_asked, table


@public
@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """The released entries, the last changed first."""
    form = PublicFilterForm(request.GET, bodies=bodies())
    form.is_valid()
    said = form.cleaned_data
    found = public_items(text=said.get("q") or "", body=said.get("gremium"))
    page, query = page_asked(request, found.count())
    context = {
        "form": form,
        "items": page_of(found, max(page.start_index() - 1, 0), page.end_index()),
        "page": page,
        "query": query,
    }
    return show(request, "list.html", context)


@public
@require_safe
def item_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One entry; 410 or 503 where its publication has ended so, else 404."""
    item = public_item(reference)
    if item is not None:
        return show(request, "item.html", {"item": item})
    return ended(request, ending_of(reference))


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The last changed entries as Atom."""
    return atom(
        request,
        title=_("%(city)s: follow-up of the council") % {"city": settings.CITY_NAME},
        path="/oeffentlich/beschlusskontrolle/",
        entries=[
            FeedEntry(
                f"{item.title} ({item.state_label})",
                item.url,
                _summary(item),
                item.published_at,
                item.renewed_at,
            )
            for item in newest()
        ],
    )


@public
@require_safe
def item_csv(request: HttpRequest) -> HttpResponse:
    """All released entries as CSV."""
    found = public_items()
    return table(item_table(page_of(found, 0, found.count())), "beschlusskontrolle")


def _summary(item: PublicItem) -> str:
    words = [f"{item.kind_label}, {item.body}, {item.asked_on:%d.%m.%Y}"]
    return "\n\n".join(filter(None, [*words, item.public_note]))
