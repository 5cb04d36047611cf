"""What has changed since this person last looked into it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workflows.forms.acting.pages import person_of
from workflows.forms.inbox.places import page_of
from workflows.queries.inbox.rows import state_label

from ..queries.changes import MOST, latest_changes


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """The matters that others have gone on with, the latest first; their pages say with what."""
    person, at = person_of(request), timezone.now()
    found = latest_changes(person, at=at)
    context = {
        "rows": [
            (row, page_of(row.case.kind, row.case_id), state_label(row.case.kind, row.case.state))
            for row in found[:MOST]
        ],
        "is_cut": len(found) > MOST,
        "most": MOST,
    }
    return render(request, "coordination/start/changes.html", context)
