"""Writing a measure: begin a draft, its list of sections, one section."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.case_page import seen_by
from workflows.forms.acting.pages import person_of
from workflows.models import User, desks_held
from workflows.queries.acting.offers import Situation
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, NotAllowed

from ...decisions.queries.attachments import attachments_of
from ...decisions.rules.people import PROPOSING
from ..actions import measures
from ..actions.visits import note_visit
from ..flows.measure import MeasureFlow
from ..forms.sections import (
    SECTIONS,
    ImpactForm,
    NewMeasureForm,
    PlanForm,
    address_of,
    section_of,
)
from ..queries.measures import document_of
from .beginning import offered

EDIT = "edit"
SUBMITTING = ("submit", "ask_agreement")

_NEEDED_BY_RULE = (PlanForm.key, ImpactForm.key)
"""Sections that are needed though none of their fields is: a milestone, an answer to the check."""


class NewMeasure(View):
    """Begin a draft with a title and a lead; all else follows in its sections."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        self.units = proposing_units(self.person, at=self.at)
        if not self.units:
            raise NotAllowed(str(MeasureFlow.opener.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        return self._show(NewMeasureForm(initial={"lead": self.units[0]}, on=local_date(self.at)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewMeasureForm(request.POST, on=local_date(self.at))
        if not form.is_valid():
            return self._show(form, status=422)
        command: UUID = form.cleaned_data["command"]
        try:
            measures.refuse_a_flood(self.person, at=self.at)
            measure = measures.propose(
                fields=form.act_data(), by=self.person, at=self.at, command=command
            )
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The draft is saved. Only your office sees it so far."))
        return redirect("coordination:measure_edit", measure.case_id)

    def _show(self, form: NewMeasureForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, **offered(self.person, at=self.at)}
        return render(self.request, "coordination/measures/new.html", context, status=status)


def proposing_units(person: User, *, at: datetime) -> list[int]:
    """The units in which a person may propose measures, own desks before represented ones."""
    # Proposing answers no task: it needs a deputy for everything.
    free = [d.id for d in held_by(person.pk, on=local_date(at)) if d.scope.covers("")]
    held = desks_held(person, at=at).filter(desk__in=free).select_related("desk")
    proposing = held.filter(desk__function__in=PROPOSING)
    rows = sorted(proposing, key=lambda row: (row.person_id != person.pk, row.desk.key))
    return [row.desk.unit_id for row in rows]


@require_GET
def section_list(request: HttpRequest, case_id: int) -> HttpResponse:
    """The sections of a draft, each with what it lacks, and the way to submitting."""
    person, at = person_of(request), timezone.now()
    measure = document_of(person, case_id, at=at)
    seen = seen_by(person, measure, at=at)
    if refusal := seen.refusal(EDIT):
        raise refusal
    note_visit(measure.case, by=person, at=at)
    missing = missing_of(seen, case_id)
    context = {
        "measure": measure,
        "case": measure.case,
        "sections": [
            {
                "title": form.title_,
                "url": reverse("coordination:measure_section", args=[case_id, form.address]),
                "missing": [text for text, _url, section in missing if section == key],
                "is_needed": bool(form.needed) or key in _NEEDED_BY_RULE,
            }
            for key, form in SECTIONS.items()
        ],
        "missing": missing,
        "attachments": attachments_of(case_id),
        "offered": {offer.name for offer in seen.offers if not offer.objection},
        "now": at,
    }
    return render(request, "coordination/measures/sections.html", context)


def missing_of(seen: Situation, case: int) -> list[tuple[str, str, str]]:
    """What submitting still needs: the text, the address of its field, its section."""
    offer = next(filter(None, (seen.offer(name) for name in SUBMITTING)), None)
    return [
        (str(item.text), address_of(case, item.field), section_of(item.field))
        for item in (offer.unmet if offer else ())
        if item.field and section_of(item.field)
    ]
