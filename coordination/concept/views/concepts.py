"""The list of concepts, a new one, and one with everything that belongs to it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.pages import person_of
from workflows.models import User
from workflows.queries.people.desks import held_by
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet, NotAllowed

from ...council.queries import consultations_of, waivers_of
from ...decisions.flows.planning import NEXT_STEPS
from ...decisions.queries.cosignatures import rounds_of
from ...decisions.queries.history import history_of
from ...decisions.queries.opinions import opinions_of
from ...decisions.queries.urgency import urgency_of
from ...decisions.rules.people import PROPOSING
from ...decisions.views.planning import show_sessions
from ...publishing.flows.look import announces
from ..actions.concepts import open_concept
from ..enums import PHASES
from ..flows.flow import ConceptFlow
from ..flows.look import ConceptLook
from ..forms.chapters import NewConceptForm
from ..models import Concept
from ..queries.concepts import (
    concept_seen_by,
    concepts_of,
    groups_of,
    phases_of,
)
from ..queries.public import NOT_SHOWN
from ..queries.texts import chapters_of


def may_open(person: User, *, at: datetime) -> bool:
    """Whether a page to begin a concept is of use; the act asks again. It needs a whole deputy."""
    desks = held_by(person.pk, on=local_date(at))
    return any(desk.function in PROPOSING and desk.scope.covers("") for desk in desks)


@require_GET
def concept_list(request: HttpRequest) -> HttpResponse:
    """The concepts that the person sees, each with its phases."""
    person, at = person_of(request), timezone.now()
    calendar, today = working_calendar(), local_date(at)
    rows = [
        {"concept": row, "phases": phases_of(row, today=today, calendar=calendar)}
        for row in concepts_of(person, at=at)[:20]
    ]
    context = {"rows": rows, "may_open": may_open(person, at=at), "now": at}
    return render(request, "coordination/concept/list.html", context)


@require_GET
def concept_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """A concept: what is next, its phases, the matrix, the agency, the groups, the chapters."""
    person, at = person_of(request), timezone.now()
    concept = concept_seen_by(person, case_id, at=at)
    seen = seen_by(person, concept, at=at)
    look = seen.look
    assert isinstance(look, ConceptLook), "the look of this kind"
    stations = consultations_of(case_id)
    context = {
        **case_context(request, concept, seen, person=person, at=at),
        "concept": concept,
        "announces": concept.case.state not in NOT_SHOWN
        and announces(seen.scene.capacities, concept.lead_id),
        "phases": phases_of(concept, today=local_date(at), calendar=working_calendar()),
        # What the guards have read already.
        "matrix": look.coverage,
        "commission": look.commission,
        "groups": groups_of(concept.pk),
        "chapters": chapters_of(concept.pk),
        "rounds": rounds_of(case_id) if concept.case.round else [],
        "document_requests": look.document_requests,
        "urgency": urgency_of(concept.case, look.urgency),
        "stations": stations,
        "opinions": opinions_of(case_id) if stations else [],
        "waivers": waivers_of(case_id) if stations else [],
        "entries": history_of(concept.case),
        "prints": request.GET.get("print") == "1",
        "plans_sessions": bool(_next_step(concept)),
    }
    return render(request, "coordination/concept/concept.html", context)


def _next_step(concept: Concept) -> str:
    """Before the acceptance its check comes next, whichever phase it is in."""
    state = concept.case.state
    return NEXT_STEPS.get(state, "check" if state in PHASES else "")


@require_GET
def concept_sessions(request: HttpRequest, case_id: int) -> HttpResponse:
    """Which session of the council can be reached, and what a wished one would cost."""
    person, at = person_of(request), timezone.now()
    concept = concept_seen_by(person, case_id, at=at)
    seen = seen_by(person, concept, at=at)
    return show_sessions(request, concept, seen, at=at, step=_next_step(concept))


class NewConcept(View):
    """Begin a concept with a title and a lead."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not may_open(self.person, at=self.at):
            assert ConceptFlow.opener is not None
            raise NotAllowed(str(ConceptFlow.opener.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        return self._show(NewConceptForm(on=local_date(self.at)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewConceptForm(request.POST, on=local_date(self.at))
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            outcome = open_concept(
                title=said["title"], lead=said["lead"], by=self.person, at=self.at,
                command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The concept is begun. Please plan its phases."))
        return redirect("concept:edit", outcome.case)

    def _show(self, form: NewConceptForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "coordination/concept/new.html", {"form": form}, status=status)
