"""What the council office and the mayor grant; what a member may read."""

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
from workflows.forms.acting import case_page
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages
from workflows.models import User
from workflows.queries.people.desks import held_by, serves
from workflows.refusals import GuardsUnmet, NotAllowed

from ...city.rules import COUNCIL_OFFICE, MAYOR
from ..actions.granting import grant
from ..flows.flow import granting
from ..forms.granting import PANELS, GrantForm
from ..models import Inspection
from ..queries.inspections import granted_to_others, held_by_person, matter_named, seen_by

GRANTING = frozenset({*COUNCIL_OFFICE.functions, *MAYOR.functions})


def may_grant(person: User, *, at: datetime) -> bool:
    """Whether a page to grant is of use; the act itself asks again. It needs a whole deputy."""
    return serves(held_by(person.pk, on=local_date(at)), *GRANTING)


@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    """What this person may read today, and what was granted as far as they see it."""
    person, at = person_of(request), timezone.now()
    context = {
        "own": held_by_person(person, at=at),
        "granted": granted_to_others(person, at=at),
        "may_grant": may_grant(person, at=at),
        "now": at,
    }
    return render(request, "coordination/inspection/list.html", context)


@require_GET
def inspection_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """One inspection with every look that was taken."""
    person, at = person_of(request), timezone.now()
    inspection = seen_by(person, case_id, at=at)
    seen = case_page.seen_by(person, inspection, at=at)
    context = case_page.case_context(request, inspection, seen, person=person, at=at)
    looks = list(inspection.looks.all()[:200])
    return render(
        request, "coordination/inspection/inspection.html",
        {**context, "inspection": inspection, "looks": looks},
    )  # fmt: skip


class Grant(View):
    """Let a member of the council read a file."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not may_grant(self.person, at=self.at):
            raise NotAllowed(str(granting.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(GrantForm(at=self.at, initial={"matter": request.GET.get("nr", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GrantForm(request.POST, at=self.at)
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            outcome = grant(
                matter=matter_named(said["matter"], self.person, at=self.at),
                person=said["person"], until=said["until"], reason=said["reason"],
                by=self.person, at=self.at, command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The inspection is granted. It ends by itself."))
        return redirect("coordination:inspection", outcome.case)

    def _show(self, form: GrantForm, *, status: int = 200) -> HttpResponse:
        return render(
            self.request, "coordination/inspection/new.html", {"form": form}, status=status
        )


def _find(person: User, case: int, at: datetime) -> Inspection:
    return seen_by(person, case, at=at)


INSPECTION_PAGES = CasePages(
    kind="inspection", address="akteneinsicht", panels=PANELS, find=_find, name="inspection"
)
