"""Who leads integration: a page for everybody, and the line on the start page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from workflows.calendars import local_date
from workflows.forms.acting import case_page
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages
from workflows.forms.inbox.start import Opened
from workflows.models import Case, User
from workflows.refusals import Invisible

from ..city.models import FieldOfAction
from .forms import PANELS
from .models import Mandate
from .queries import KIND, Lead, lead_on, mandates


@dataclass
class Register:
    """The register of mandates, as pages of cases want it."""

    case: Case


@dataclass(frozen=True)
class Line:
    """A mandate with the names of its fields of action."""

    mandate: Mandate
    fields: str
    is_over: bool


def _find(_person: User, case: int, _at: datetime) -> Register:
    found = Case.objects.filter(pk=case, kind=KIND).first()
    if found is None:
        raise Invisible
    return Register(found)


@require_safe
def mandate_page(request: HttpRequest) -> HttpResponse:
    """Who leads, since when, on what basis, for what; all mandates; what may be done here."""
    person, at = person_of(request), timezone.now()
    today = local_date(at)
    found = Case.objects.filter(kind=KIND).first()
    context: dict[str, object] = {"lead": lead_on(today), "lines": _lines(at), "now": at}
    if found is not None:
        register = Register(found)
        seen = case_page.seen_by(person, register, at=at)
        context |= case_page.case_context(request, register, seen, person=person, at=at)
    return render(request, "coordination/mandates/mandates.html", context)


def _lines(at: datetime) -> list[Line]:
    rows = mandates()
    names = dict(FieldOfAction.objects.values_list("pk", "name")) if _limited(rows) else {}
    today = local_date(at)
    return [
        Line(
            row,
            ", ".join(names.get(key, "") for key in row.fields_of_action),
            row.last_day < today,
        )
        for row in rows
    ]


def _limited(rows: list[Mandate]) -> bool:
    return any(row.fields_of_action for row in rows)


@require_safe
def mandates_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where tasks and messages about mandates lead."""
    register = _find(person_of(request), case_id, timezone.now())
    query = request.GET.urlencode()
    url = redirect("coordination:mandates")
    if register and query:
        url.headers["Location"] += f"?{query}"
    return url


def start_line(opened: Opened) -> str:
    """For the start page of everybody: who leads integration, since when, on what basis."""
    lead: Lead = lead_on(local_date(opened.at))
    return render_to_string("coordination/mandates/_start.html", {"lead": lead})


MANDATE_PAGES = CasePages(
    kind=KIND,
    address="mandat",
    panels=PANELS,
    find=_find,
    is_found=False,
    list_url="coordination:mandates",
    list_label=_("Lead of integration"),
    name="register",
)

urlpatterns = [
    path("", mandate_page, name="mandates"),
    path("<int:case_id>/", mandates_case, name="mandates_case"),
]
