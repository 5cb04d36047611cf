"""The list of measures on the screen, on paper and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of
from workflows.tables import csv_lines

from ...city.queries.catalogue import Catalogue, catalogue
from ...decisions.rules.people import PROPOSING
from ..exports import measure_table
from ..forms.filters import MeasureFilterForm
from ..queries.listing import CAP, Listing, find
from ..queries.phases import MOST
from ..queries.reach import reach_of

ROWS_PER_PAGE = 50

PHASE_LABELS = {
    "": _("All"),
    "preparation": _("In preparation"),
    "council": _("In the council"),
    "implementation": _("Implementation"),
    "closed": _("Closed"),
}


@require_GET
def measure_list(request: HttpRequest) -> HttpResponse:
    """The measures that the person sees, filtered by the address; `?print=1` shows all of them."""
    at = timezone.now()
    form, listing = _asked(request, at)
    page: Page[int] = Paginator(range(listing.count), ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    prints = request.GET.get("print") == "1"
    first, last = (0, CAP) if prints else (max(page.start_index() - 1, 0), page.end_index())
    context: dict[str, Any] = {
        "form": form,
        "listing": listing,
        "rows": listing.page(first, last) if listing.count else [],
        "page": page,
        "prints": prints,
        "tabs": _tabs(request, listing.phases),
        "may_propose": _may_propose(form.catalogue),
        "query": _query_without(request, "page", "print"),
        "now": at,
    }
    return render(request, "coordination/measures/list.html", context)


@require_GET
def measure_export(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the list as it is filtered and sorted, all pages of it, as CSV."""
    at = timezone.now()
    _form, listing = _asked(request, at)
    response = StreamingHttpResponse(
        csv_lines(measure_table(listing)), content_type="text/csv; charset=utf-8"
    )
    name = f"massnahmen-{local_date(at):%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _asked(request: HttpRequest, at: datetime) -> tuple[MeasureFilterForm, Listing]:
    viewer = person_of(request)
    reach = reach_of(viewer, at=at)
    known = catalogue(own=list(reach.own))
    form = MeasureFilterForm(request.GET, catalogue=known)
    return form, find(reach, form.wanted(), at=at)


def _tabs(request: HttpRequest, counts: Mapping[str, int]) -> list[dict[str, object]]:
    present = request.GET.get("phase", "")
    tabs = []
    for phase, label in PHASE_LABELS.items():
        query = request.GET.copy()
        for name in ("page", "print", "state"):
            query.pop(name, None)
        query["phase"] = phase
        tab = {"label": label, "url": f"?{query.urlencode()}", "current": phase == present}
        tabs.append({**tab, "count": _count(counts[phase])} if phase in counts else tab)
    return tabs


def _count(number: int) -> str:
    return f"{number}" if number <= MOST else f"{MOST}+"


def _query_without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def _may_propose(known: Catalogue) -> bool:
    """Whether a link to propose a measure is of use; the act itself asks the judge."""
    return any(function in PROPOSING for _unit, function in known.own)
