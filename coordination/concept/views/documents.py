"""The programme as page and PDF, and the synopsis of the comments as PDF."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of

from ...city.models import District
from ...measures.models import Measure
from ...printing.blocks import Document
from ...printing.typesetting import MEDIA_TYPE, typeset
from ..forms.documents import programme_document, synopsis_document
from ..models import Concept
from ..queries.concepts import comments_of, concept_seen_by
from ..queries.programme import Line, in_district, programme_of


@require_GET
def programme(request: HttpRequest, case_id: int) -> HttpResponse:
    """The measures of the concept; `?district=` shows what takes effect in one district."""
    concept, lines, district = _asked(request, case_id)
    context = {
        "concept": concept, "lines": lines, "district": district,
        "districts": District.objects.filter(valid_until=None),
        "total": sum(line.cost for line in lines),
    }  # fmt: skip
    return render(request, "coordination/concept/programme.html", context)


@require_GET
def programme_pdf(request: HttpRequest, case_id: int) -> HttpResponse:
    """The same as PDF/UA."""
    concept, lines, district = _asked(request, case_id)
    place, today = str(district or ""), local_date(timezone.now())
    document = programme_document(concept, lines, place=place, city=settings.CITY_NAME, today=today)
    return _handed_out(document, f"programm-{concept.reference}.pdf")


@require_GET
def synopsis(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was said of each chapter and what became of it, for the paper, as PDF/UA."""
    person, at = person_of(request), timezone.now()
    concept = concept_seen_by(person, case_id, at=at)
    comments = comments_of(concept.pk)
    document = synopsis_document(concept, comments, city=settings.CITY_NAME, today=local_date(at))
    return _handed_out(document, f"synopse-{concept.reference}.pdf")


def _asked(request: HttpRequest, case_id: int) -> tuple[Concept, list[Line], District | None]:
    """The measures of the programme that the person sees: the policy of their cases."""
    person, at = person_of(request), timezone.now()
    concept = concept_seen_by(person, case_id, at=at)
    district = chosen_district(request)
    seen = Measure.objects.visible_to(person, at=at).filter(concepts=concept.pk)
    return concept, list(programme_of(in_district(seen, district))), district


def chosen_district(request: HttpRequest) -> District | None:
    """The district that the address names; all where it names none that there is."""
    named = request.GET.get("district", "")
    is_number = named.isascii() and named.isdecimal() and len(named) < 10  # noqa: PLR2004 - an integer
    return District.objects.filter(pk=int(named)).first() if is_number else None


def _handed_out(document: Document, name: str) -> HttpResponse:
    response = HttpResponse(typeset(document), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
