"""The file itself: everything of the matter, read-only, for the person who was let in."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from workflows.forms.acting.pages import person_of

from ...council.queries import consultations_of
from ...decisions.queries.attachments import attachments_of
from ...decisions.queries.cosignatures import rounds_of
from ...decisions.queries.opinions import opinions_of
from ...implementing.queries.implementation import (
    obligations_of,
    questions_of,
    released_reports_of,
)
from ...measures.queries.measures import file_of
from ...measures.queries.timeline import timeline_of
from ...measures.views.attachments import handed_out
from ..actions.granting import note_look
from ..queries.inspections import open_for, version_in_file


@require_GET
def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The complete file; drafts of reports that nobody has released are no part of it.

    404 for everybody else, before it was granted and after its end. The look is recorded.
    """
    person, at = person_of(request), timezone.now()
    inspection = open_for(person, pk, at=at)
    note_look(inspection, at=at)
    measure = file_of(inspection.matter_id, at=at)
    case = measure.case
    rounds = rounds_of(case.pk)
    units = {part.unit.pk: part.unit.name for one in rounds for part in one.signatures}
    entries = timeline_of(case, seen_before=case.seq, units=units, at=at)
    context = {
        "inspection": inspection,
        "measure": measure,
        "case": case,
        "rounds": rounds,
        "stations": consultations_of(case.pk),
        "opinions": opinions_of(case.pk),
        "reports": released_reports_of(measure.pk),
        "obligations": obligations_of(case.pk),
        "questions": questions_of(case.pk),
        "attachments": attachments_of(case.pk),
        "entries": entries,
        "entries_shown": len(entries),
        "offered": set(),
        "own_units": set(),
        "waiting": [],
        "shows_milestones": True,
        # So the parts of the page of a measure show everything and offer nothing.
        "prints": True,
        "now": at,
    }
    return render(request, "coordination/inspection/file.html", context)


@require_GET
def attachment(request: HttpRequest, pk: int, attachment_id: int, number: int) -> HttpResponseBase:
    """A stored file of the matter as a download; the look is recorded with its name."""
    person, at = person_of(request), timezone.now()
    inspection = open_for(person, pk, at=at)
    version = version_in_file(inspection, attachment_id, number)
    response = handed_out(request, version, back_url=request.path.partition("anlagen/")[0])
    if response.status_code == HTTPStatus.OK:
        note_look(inspection, at=at, what=version.name)
    return response
