"""The preview of reminders and escalations. Nothing is sent by looking at it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...calendars import local_date
from ...forms.acting.pages import person_of
from ...forms.inbox.places import page_of
from ...forms.time.deadlines import PREVIEW_DAYS, PreviewForm
from ...queries.time.outlook import (
    Announcement,
    Outlook,
    Wanted,
    known_levels,
    outlook,
    units_with_work,
)
from .deadlines import tabs


@require_safe
def preview_page(request: HttpRequest) -> HttpResponse:
    """Who would get what on which day (`?bis=…`) in the cases that this person sees."""
    person, at = person_of(request), timezone.now()
    today = local_date(at)
    soon = today + timedelta(days=PREVIEW_DAYS)
    sent = request.GET or {"bis": f"{soon:%d.%m.%Y}"}
    form = PreviewForm(
        sent, today=today, units=units_with_work(viewer=person, at=at), levels=known_levels()
    )
    found: Outlook | None = None
    if form.is_valid():
        values = form.cleaned_data
        unit = int(values["unit"]) if values["unit"] else None
        wanted = Wanted(values["bis"], unit, values["level"])
        found = outlook(wanted, viewer=person, at=at)
    context = {
        "tabs": tabs("deadline_preview"),
        "form": form,
        "found": found,
        "until": form.cleaned_data["bis"] if found else None,
        "days": [(day, [(row, _url(row)) for row in rows]) for day, rows in found.days]
        if found
        else [],
        "prints": request.GET.get("print") == "1",
    }
    status = 200 if found else 422
    return render(request, "workflows/deadlines/preview.html", context, status=status)


def _url(row: Announcement) -> str:
    return page_of(row.kind, row.case)
