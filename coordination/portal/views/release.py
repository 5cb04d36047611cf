"""The page on which the council office records what the city decides about its endpoint."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workflows.forms.acting.pages import person_of
from workflows.models import User
from workflows.refusals import NotAllowed

from ...council.views.pages import keeps_council
from ..actions.releasing import decide, give_reason
from ..forms.releasing import ReleaseForm, SecrecyForm
from ..models import OparlRelease
from ..queries.releases import release_in_force
from ..queries.secret import without_reason
from ..vocabulary import list_url

_EARLIER = 10
_REASONS = 20


@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest) -> HttpResponse:
    """What the endpoint shows, what was decided before, items that want a reason."""
    person, at = _of_office(request)
    before = release_in_force()
    form = ReleaseForm(request.POST or None, before=before)
    if form.is_valid():
        decide(form.fields_said(), by=person, at=at)
        messages.success(request, _("The decision is recorded and in force."))
        return redirect("coordination:publication")
    rows = without_reason(at=at)
    context = {
        "form": form,
        "before": before,
        "address": list_url(""),
        "earlier": OparlRelease.objects.select_related("decided_by")[:_EARLIER],
        "stations": list(rows[:_REASONS]),
        "stations_in_all": rows.count(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "coordination/portal/publication.html", context, status=status)


@require_POST
def secrecy(request: HttpRequest) -> HttpResponse:
    """Record why an item is not public."""
    _person, at = _of_office(request)
    form = SecrecyForm(request.POST)
    if form.is_valid() and give_reason(
        form.cleaned_data["station"], form.cleaned_data["reason"], at=at
    ):
        messages.success(request, _("The reason is recorded."))
    else:
        messages.error(request, _("Please give a reason of at most 200 characters."))
    return redirect("coordination:publication")


def _of_office(request: HttpRequest) -> tuple[User, datetime]:
    person, at = person_of(request), timezone.now()
    if not keeps_council(person, at=at):
        raise NotAllowed(_("council office"))
    return person, at
