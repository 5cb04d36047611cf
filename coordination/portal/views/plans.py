"""The coming matters for the public: list, entry, Atom."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workflows.calendars import local_date

from ...coming.queries.figures import figure_of_the_year
from ..exports import tables
from ..forms.subscribing import PublicFilterForm
from ..queries.plans import (
    PublicPlan,
    coming_bodies,
    ending_of_plan,
    newest_plans,
    page_of,
    public_plan,
    public_plans,
)
from .frame import public, show
from .published import FeedEntry, atom, ended, page_asked, table


@public
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The released entries, the next session first."""
    today = local_date(timezone.now())
    form = PublicFilterForm(request.GET, bodies=coming_bodies(today=today))
    form.is_valid()
    said = form.cleaned_data
    found = public_plans(text=said.get("q") or "", body=said.get("gremium"), today=today)
    page, query = page_asked(request, found.count())
    context = {
        "form": form,
        "items": page_of(found, max(page.start_index() - 1, 0), page.end_index(), today=today),
        "page": page,
        "query": query,
        "figure": figure_of_the_year(today=today),
    }
    return show(request, "plans.html", context)


@public
@require_safe
def plan_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One entry; 410 or 503 where its publication has ended so, else 404."""
    item = public_plan(reference, today=local_date(timezone.now()))
    if item is not None:
        return show(request, "plan.html", {"item": item})
    return ended(request, ending_of_plan(reference))


@public
@require_safe
def plan_feed(request: HttpRequest) -> HttpResponse:
    """The last changed entries as Atom."""
    items = newest_plans(today=local_date(timezone.now()))
    return atom(
        request,
        title=_("%(city)s: coming matters") % {"city": settings.CITY_NAME},
        path="/oeffentlich/vorhaben/",
        entries=[
            FeedEntry(
                f"{item.title} ({item.progress})",
                item.url,
                _summary(item),
                item.published_at,
                item.renewed_at,
            )
            for item in items
        ],
    )


@public
@require_safe
def plan_table(request: HttpRequest) -> HttpResponse:
    """All released entries as CSV."""
    today = local_date(timezone.now())
    found = public_plans(today=today)
    return table(tables.plan_table(page_of(found, 0, found.count(), today=today)), "vorhaben")


def _summary(item: PublicPlan) -> str:
    stop = item.next_stop
    session = f"{stop.body}, {stop.day:%d.%m.%Y}" if stop and stop.day else ""
    return "\n\n".join(filter(None, [session, item.summary]))
