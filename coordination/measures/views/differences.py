"""What changed between two frozen versions of a text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from workflows.forms.acting.pages import person_of

from ...city.queries.catalogue import names_by_field
from ...decisions.models import TextVersion
from ...decisions.queries.differences import changes, versions_of
from ..models import Measure
from ..queries.measures import measure_known_to


@require_GET
def differences(request: HttpRequest, case_id: int) -> HttpResponse:
    """`?from=` and `?to=` are numbers of versions; by default the last two that differ."""
    person, at = person_of(request), timezone.now()
    measure = measure_known_to(person, case_id, at=at)
    versions = versions_of(case_id)
    if not versions:
        raise Http404
    new = _named(versions, request.GET.get("to", ""), versions[0])
    older = [v for v in versions if v.number < new.number and v.content != new.content]
    old = _named(versions, request.GET.get("from", ""), older[0] if older else new)
    context = {
        "measure": measure,
        "case": measure.case,
        "versions": versions,
        "old": old,
        "new": new,
        "changes": changes(old.content, new.content, names=names_by_field(), model=Measure),
    }
    return render(request, "coordination/measures/differences.html", context)


def _named(versions: list[TextVersion], number: str, default: TextVersion) -> TextVersion:
    return next((v for v in versions if str(v.number) == number), default)
