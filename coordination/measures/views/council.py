"""The page of a measure for the members of the council: what the administration hands out."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workflows.models import User

from ...council.queries import consultations_of
from ...decisions.queries.attachments import handed_out
from ...decisions.queries.opinions import opinions_of
from ...decisions.queries.printed import ADDED, in_text
from ...implementing.queries.implementation import released_reports_of
from ..models import Measure
from ..queries.audience import Sight
from ..queries.printed import sections_of


def council_page(
    request: HttpRequest, measure: Measure, sight: Sight, *, person: User, at: datetime
) -> HttpResponse:
    """Paper, chain, results and released status reports; nothing of what happens inside.

    The text is that of the paper as it was signed, whatever has become of the plan since.
    """
    stations = consultations_of(measure.case_id)
    papers = [station.paper for station in stations if station.paper]
    paper = max(papers, key=lambda one: one.pk, default=None)
    text = {} if paper is None else {k: v for k, v in paper.text.items() if k not in ADDED}
    sections = sections_of(text) if text else []
    context = {
        "measure": measure,
        "case": measure.case,
        "paper": paper,
        "sections": sections,
        "accepted_conditions": in_text(paper.text).get("accepted", []) if paper else [],
        "dissent": in_text(paper.text).get("dissent") if paper else None,
        "opinions": opinions_of(measure.case_id) if paper else [],
        "stations": stations,
        "reports": released_reports_of(measure.pk),
        "attachments": handed_out(measure.case_id),
        "why": sight.desks,
        "viewer": person,
        "now": at,
        "prints": request.GET.get("print") == "1",
    }
    return render(request, "coordination/measures/council.html", context)
