"""The list of measures on the screen, on paper and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of
from workflows.forms.downloads import csv_download, private_download
from workflows.forms.inbox.lists import default_address, saved_bar
from workflows.queries.inbox.saved import view_of, views_part
from workflows.refusals import GuardsUnmet, Unmet
from workflows.tables import workbook

from ...city.queries.catalogue import Catalogue, catalogue
from ...city.views.capped import list_context
from ...decisions.rules.people import PROPOSING
from ...targets.queries.targets import names_of_objectives
from ..exports import MOST_ROWS, measure_table
from ..forms.filters import MeasureFilterForm
from ..forms.saved import MEASURES, reading_of
from ..queries.listing import Listing, find
from ..queries.phases import MOST, PHASE_LABELS
from ..queries.reach import reach_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def measure_list(request: HttpRequest) -> HttpResponse:
    """The measures that the person sees, filtered by the address; `?print=1` shows all of them."""
    at = timezone.now()
    form, listing = _asked(request, at)
    person = person_of(request)
    views = [view_of(key, text) for key, text in form.catalogue.saved]
    if not request.GET:
        begin = default_address(views, MEASURES, person=person, at=at)
        if begin is not None:
            return redirect(begin)
    context = {
        **list_context(request, listing),
        "saved": saved_bar(
            MEASURES, views, said=dict(request.GET.lists()), query=reading_of(form).query
        ),
        "columns": listing.wanted.columns,
        "form": form,
        "tabs": _tabs(request, listing.phases),
        "may_propose": _may_propose(form.catalogue),
        "objectives": names_of_objectives([wanted] if (wanted := listing.wanted.objective) else []),
        "now": at,
    }
    return render(request, "coordination/measures/list.html", context)


@require_GET
def measure_export(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the list as it is filtered and sorted, all pages of it, as CSV."""
    at = timezone.now()
    _form, listing = _asked(request, at)
    return csv_download(measure_table(listing), f"massnahmen-{local_date(at):%Y-%m-%d}.csv")


@require_GET
def measure_workbook(request: HttpRequest) -> HttpResponse:
    """The same with its columns and its order as XLSX, sums and days as such."""
    at = timezone.now()
    _form, listing = _asked(request, at)
    if listing.is_capped and len(listing.all_keys()) > MOST_ROWS:
        text = _("This list is too long for one workbook. Please filter it, or take it as CSV.")
        raise GuardsUnmet([Unmet("too_many", text)])
    content = workbook([(_("Measures"), measure_table(listing))])
    return private_download(content, f"massnahmen-{local_date(at):%Y-%m-%d}.xlsx", XLSX)


def _asked(request: HttpRequest, at: datetime) -> tuple[MeasureFilterForm, Listing]:
    viewer = person_of(request)
    reach = reach_of(viewer, at=at)
    views = views_part(MEASURES, person=viewer.pk, desks=reach.desks)
    known = catalogue(own=list(reach.own), saved=views)
    form = MeasureFilterForm(request.GET, catalogue=known)
    return form, find(reach, form.wanted(), at=at)


def _tabs(request: HttpRequest, counts: Mapping[str, int]) -> list[dict[str, object]]:
    present = request.GET.get("phase", "")
    tabs: list[dict[str, object]] = []
    for phase, label in PHASE_LABELS.items():
        query = request.GET.copy()
        for name in ("page", "print", "state"):
            query.pop(name, None)
        query["phase"] = phase
        tab: dict[str, object] = {
            "label": label,
            "url": f"?{query.urlencode()}",
            "current": phase == present,
        }
        tabs.append({**tab, "count": _count(counts[phase])} if phase in counts else tab)
    return tabs


def _count(number: int) -> str:
    return f"{number}" if number <= MOST else f"{MOST}+"


def _may_propose(known: Catalogue) -> bool:
    """Whether a link to propose a measure is of use; the act itself asks the judge."""
    return any(function in PROPOSING for _unit, function in known.own)
