"""The PDF of a signed paper, for who sees its matter, of whatever kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from workflows.forms.acting.pages import person_of
from workflows.forms.downloads import private_download
from workflows.machine import flow_for
from workflows.models import Case, User
from workflows.refusals import Invisible

from ...council.enums import Edition
from ...council.models import Paper
from ...decisions.actions.bundles import bundle_of
from ...decisions.actions.papers import PaperPdf, editions_of, pdf_of
from ...decisions.queries.attachments import handed_out
from ...decisions.queries.papers import paper_of
from ...printing.typesetting import MEDIA_TYPE, TypesettingError
from ..queries.audience import sight_of


@require_GET
def paper(request: HttpRequest, case_id: int, paper_id: int) -> HttpResponse:
    """A signed paper as PDF; `?fuer=council` names another edition than the person's own.

    Members of the council get theirs only. 503 if it cannot be set, which the log explains.
    """
    return _handed_out(request, case_id, paper_id, pdf_of)


@require_GET
def bundle(request: HttpRequest, case_id: int, paper_id: int) -> HttpResponse:
    """The same with its attachments as one PDF; the public edition has the public ones alone."""
    return _handed_out(request, case_id, paper_id, _with_attachments)


def _with_attachments(paper: Paper, edition: Edition) -> PaperPdf:
    frozen = [one for one in handed_out(paper.case_id) if one.paper_id == paper.pk]
    shown = [one for one in frozen if edition != Edition.PUBLIC or one.is_public]
    return bundle_of(paper, edition, shown)


def _handed_out(
    request: HttpRequest, case_id: int, paper_id: int, make: Callable[[Paper, Edition], PaperPdf]
) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    case = Case.objects.visible_to(person, at=at).filter(pk=case_id).first()
    found = paper_of(case_id, paper_id)
    if case is None or found is None:
        raise Invisible
    edition = _edition(request, found, person, at)
    try:
        pdf = make(found, edition)
    except TypesettingError:
        back = reverse(flow_for(case.kind).url_name, args=[case.pk])
        context = {"paper": found, "back_url": back}
        return render(request, "coordination/measures/paper_lost.html", context, status=503)
    return private_download(pdf.content, pdf.name, MEDIA_TYPE)


def _edition(request: HttpRequest, found: Paper, person: User, at: datetime) -> Edition:
    """The edition that is asked for, if the person may have it; else their own."""
    own = Edition.HOUSE if sight_of(person, found.case_id, at=at).is_inside else Edition.COUNCIL
    asked = request.GET.get("fuer", "")
    if own == Edition.HOUSE and asked in editions_of(found):
        return Edition(asked)
    return own
