"""What was imported from council systems: papers for everybody, open questions for the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflows.models import User
from workflows.refusals import NotAllowed

from ..enums import ConsultationResult
from ..forms.imports import MeaningForm, SettleForm
from ..models import CouncilConflict, CouncilImport, SourcePaper
from ..oparl.chains import chain_of
from ..oparl.oddities import WORDS
from ..oparl.settling import confirm, settle
from ..queries.adopting import waiting_there
from ..queries.imported import imported_papers, last_imports, open_conflicts, unknown_words
from .pages import reader, section

_PER_PAGE = 25
_LONGEST = 100

KINDS: Mapping[str, object] = {
    "Body": "Körperschaften", "Organization": "Gremien und Stellen", "Person": "Personen",
    "LegislativeTerm": "Wahlperioden", "Meeting": "Sitzungen", "Paper": "Vorlagen",
}  # fmt: skip
"""OParl's names of things in German, as its specification translates them."""


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """The imported papers; for the council office also what waits for it and the last imports."""
    _person, at, keeps = reader(request)
    asked = " ".join(request.GET.get("q", "").split())[:_LONGEST]
    page = Paginator(imported_papers(asked), _PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, object] = {"page": page, "asked": asked, "keeps": keeps}
    if keeps:
        context |= {
            "conflicts": open_conflicts(),
            "unknown": unknown_words(),
            "kinds": ConsultationResult.choices,
            "imports": last_imports(),
            "there": waiting_there(after=at),
        }
    return section(request, "imports", context, current="council_imports")


@require_safe
def import_page(request: HttpRequest, import_id: int) -> HttpResponse:
    """One import: how many objects of each kind, what was odd."""
    record = get_object_or_404(CouncilImport.objects.select_related("source"), pk=import_id)
    _of_office(request)
    context = {
        "record": record,
        "counts": [(KINDS.get(kind, kind), counts) for kind, counts in record.counts.items()],
        "odd": [(WORDS.get(row.kind, row.kind), row) for row in record.oddities.all()],
    }
    return section(request, "import", context, current="council_imports")


@require_safe
def source_paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """An imported paper and its way through the bodies."""
    reader(request)
    paper = get_object_or_404(SourcePaper.objects.select_related("of__source"), pk=paper_id)
    context = {"paper": paper, "steps": chain_of(paper)}
    return section(request, "source_paper", context, current="council_imports")


@require_http_methods(["GET", "POST"])
def settle_conflict(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Decide about a contradiction."""
    conflict = get_object_or_404(
        CouncilConflict.objects.select_related("consultation__paper", "council_import__source"),
        pk=conflict_id,
    )
    person, at = _of_office(request)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        settle(conflict.pk, data["decision"], note=data["note"], by=person, at=at)
        messages.success(request, _("The contradiction is settled."))
        return redirect("coordination:council_imports")
    context = {"conflict": conflict, "form": form}
    answer = section(request, "conflict", context, current="council_imports")
    answer.status_code = 422 if form.is_bound else 200
    return answer


@require_POST
def confirm_result(request: HttpRequest) -> HttpResponse:
    """Say what words mean that nobody knew."""
    person, at = _of_office(request)
    form = MeaningForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose what the words mean."))
        return redirect("coordination:council_imports")
    data = form.cleaned_data
    count = confirm(data["words"], data["kind"], by=person, at=at)
    text = ngettext(
        "The meaning was recorded for %(count)d item.",
        "The meaning was recorded for %(count)d items.", count,
    )  # fmt: skip
    messages.success(request, text % {"count": count})
    return redirect("coordination:council_imports")


def _of_office(request: HttpRequest) -> tuple[User, datetime]:
    person, at, keeps = reader(request)
    if not keeps:
        raise NotAllowed(_("council office"))
    return person, at
