"""Who is left out, and how much is decided in haste."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of
from workflows.queries.people.routes import working_calendar

from ...city.models import District
from ...measures.queries.reach import reach_of
from ..queries.balance import groups_of, quarters_of
from ..queries.concepts import concepts_of, phases_of
from ..queries.coverage import matrix_of
from ..queries.programme import in_district
from .documents import chosen_district


@require_GET
def blind_spot(request: HttpRequest) -> HttpResponse:
    """Measures, money and progress by target group and field, of what the person sees."""
    person, at = person_of(request), timezone.now()
    district = chosen_district(request)
    measures = in_district(reach_of(person, at=at).walked(), district)
    context = {
        "groups": groups_of(measures, today=local_date(at)),
        "matrix": matrix_of(measures),
        "district": district,
        "districts": District.objects.filter(valid_until=None),
    }
    return render(request, "coordination/concept/blind_spot.html", context)


@require_GET
def crisis_mode(request: HttpRequest) -> HttpResponse:
    """The share of urgent decisions by quarter, and how old each phase of a concept is."""
    person, at = person_of(request), timezone.now()
    today, calendar = local_date(at), working_calendar()
    concepts = [row for row in concepts_of(person, at=at)[:20] if row.case.closed_at is None]
    context = {
        "quarters": quarters_of(today=today),
        "concepts": [
            {"concept": row, "phases": phases_of(row, today=today, calendar=calendar)}
            for row in concepts
        ],
    }
    return render(request, "coordination/concept/crisis_mode.html", context)
