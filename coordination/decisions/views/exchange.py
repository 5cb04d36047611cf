"""What is in the council system and not back, and what came back and has no place."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from workflows.calendars import local_date
from workflows.forms.inbox.places import case_url
from workflows.refusals import NotAllowed
from workflows.spelling import sought

from ...council.enums import ExcerptStatus
from ...council.models import Excerpt
from ...council.views.pages import reader, section
from ..queries.exchange import open_excerpts, out_since

LONGEST = 300

PROBLEMS = {
    "paper_unknown": _("There is no paper with this number."),
    "body_unknown": _("The paper has no station with this body."),
    "session_differs": _("The paper has no station of this body on this day."),
    "result_unknown": _("The words of the result are not known."),
    "target_unknown": _("The body to which it was referred is not known."),
    "conflict": _("Another result is recorded for this station."),
    "session_ahead": _("The session has not taken place yet."),
    "session_cancelled": _("The session does not take place."),
    "station_missing": _("An earlier station has no result yet."),
    "resolution_missing": _("The wording of the changed resolution is missing."),
    "votes_contradict": _("The votes contradict the result."),
}
OTHERWISE = _("It does not fit what stands here. Please record the result by hand.")


@require_safe
def council_system(request: HttpRequest) -> HttpResponse:
    """For the council office; others learn that they may not (403)."""
    _person, at, keeps = reader(request)
    if not keeps:
        raise NotAllowed(gettext("council office"))
    context: dict[str, object] = {
        "system": settings.COUNCIL_SYSTEM,
        "today": local_date(at),
        "out": [(one, case_url(one.consultation.case)) for one in out_since(today=local_date(at))],
        "excerpts": [
            (
                one,
                PROBLEMS.get(one.problem, OTHERWISE),
                case_url(one.consultation.case) if one.consultation else "",
            )
            for one in open_excerpts()
        ],
    }
    return section(request, "system", context, current="council_system")


@require_POST
def settle_excerpt(request: HttpRequest, excerpt_id: int) -> HttpResponse:
    """Somebody has looked at it and says what was done; twice is once."""
    excerpt = get_object_or_404(Excerpt, pk=excerpt_id)
    person, at, keeps = reader(request)
    if not keeps:
        raise NotAllowed(gettext("council office"))
    note = sought(request.POST.get("note", ""))[:LONGEST]
    if not note:
        messages.error(request, gettext("Please say in a few words what was done about it."))
        return redirect("coordination:council_system")
    Excerpt.objects.filter(pk=excerpt.pk, status=ExcerptStatus.OPEN).update(
        status=ExcerptStatus.SETTLED, note=note, settled_at=at, settled_by=person
    )
    messages.success(request, gettext("“%(name)s” is settled.") % {"name": excerpt.name})
    return redirect("coordination:council_system")
