"""The list of coming matters on the screen and as XLSX, and one matter of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.enums import Access
from workflows.forms.acting.pages import person_of
from workflows.queries.people.desks import HeldDesk, held_under
from workflows.tables import workbook

from ...decisions.enums import MeasureState
from ...measures.queries.reach import reach_of
from ...publishing.actions.preparing import writes_at
from ..exports import coming_table
from ..forms.filters import ComingFilterForm
from ..queries.listing import Listing, Row, find

ROWS_PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def coming_list(request: HttpRequest) -> HttpResponse:
    """What comes before which body, as far as the person sees it, filtered by the address."""
    at = timezone.now()
    form, listing = _asked(request, at)
    page: Page[int] = Paginator(range(listing.count), ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    desks = held_under(listing.reach.organisation, person_of(request).pk)
    rows = listing.page(max(page.start_index() - 1, 0), page.end_index())
    context: dict[str, object] = {
        "form": form,
        "listing": listing,
        # With whether a link to announce it is of use; its page asks once more.
        "rows": [(row, _may_announce(row, desks)) for row in rows],
        "page": page,
        "query": query.urlencode(),
        "now": at,
    }
    return render(request, "coordination/coming/list.html", context)


def _may_announce(row: Row, desks: Sequence[HeldDesk]) -> bool:
    measure = row.measure
    is_open = measure.council_public and measure.case.access == Access.NORMAL
    writes = any(writes_at(desk, measure.lead_id) for desk in desks)
    return row.entry is None and is_open and measure.case.state != MeasureState.DRAFT and writes


@require_GET
def coming_workbook(request: HttpRequest) -> HttpResponse:
    """Exactly the list as it is filtered, all pages of it, as XLSX."""
    at = timezone.now()
    _form, listing = _asked(request, at)
    content = workbook([(_("Coming matters"), coming_table(listing))])
    response = HttpResponse(content, content_type=XLSX)
    name = f"vorhaben-{local_date(at):%Y-%m-%d}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: HttpRequest, at: datetime) -> tuple[ComingFilterForm, Listing]:
    form = ComingFilterForm(request.GET)
    wanted = form.wanted()
    return form, find(reach_of(person_of(request), at=at), wanted, at=at)
