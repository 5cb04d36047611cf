"""The observers' pages: a list, and a measure as far as the rules open it; nothing can be done."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from workflows.forms.acting.pages import person_of

from .queries.observed import observed, observed_measure, observer, parts_of, titled, words_of

PAGE = 50


@require_safe
def observed_list(request: HttpRequest) -> HttpResponse:
    """The measures that this office observes today, by number."""
    person, at = person_of(request), timezone.now()
    by = observer(person, at=at)
    page = Paginator(observed(by), PAGE).get_page(request.GET.get("page"))
    rows = titled(list(page.object_list))
    context = {"by": by, "rows": rows, "page": page, "parts": words_of(by), "now": at}
    return render(request, "coordination/observing/list.html", context)


@require_safe
def observed_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """One measure; 404 in a state that the rules do not open."""
    person, at = person_of(request), timezone.now()
    by = observer(person, at=at)
    measure = observed_measure(by, case_id)
    context = {
        "by": by,
        "measure": measure,
        "case": measure.case,
        "title": titled([measure])[0][1],
        "parts": parts_of(measure, by),
        "now": at,
    }
    return render(request, "coordination/observing/measure.html", context)


urlpatterns = [
    path("", observed_list, name="observed"),
    path("<int:case_id>/", observed_page, name="observed_measure"),
]
