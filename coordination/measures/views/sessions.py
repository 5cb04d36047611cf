"""When a measure reaches which body, and what a wished session would cost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from workflows.forms.acting.case_page import seen_by
from workflows.forms.acting.pages import person_of

from ...decisions.views.planning import show_sessions
from ..queries.measures import measure_known_to


@require_GET
def measure_sessions(request: HttpRequest, case_id: int) -> HttpResponse:
    """The earliest way into the sessions; `?wish=` names the day of a wished one."""
    person, at = person_of(request), timezone.now()
    measure = measure_known_to(person, case_id, at=at)
    seen = seen_by(person, measure, at=at)
    return show_sessions(request, measure, seen, at=at)
