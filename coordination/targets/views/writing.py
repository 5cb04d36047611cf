"""Writing a target: begin it, and its one page of fields."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from workflows.actions.acting.acts import Outcome
from workflows.calendars import local_date
from workflows.enums import DeskFunction as F
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.case_page import seen_by
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.writing import WritingPage
from workflows.models import Case, User
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, NotAllowed

from ...decisions.rules.people import PROPOSING
from ..actions.targets import open_target
from ..flows.flow import TargetFlow
from ..forms.writing import NewTargetForm, TargetForm
from ..models import Target
from ..queries.targets import target_seen_by

OPENING = PROPOSING | {F.COUNCIL_SECRETARY}


def may_open(person: User, *, at: datetime) -> bool:
    """Whether a page to begin a target is of use; the act asks again. It needs a whole deputy."""
    desks = held_by(person.pk, on=local_date(at))
    return any(desk.function in OPENING and desk.scope.covers("") for desk in desks)


class NewTarget(View):
    """Begin a target with a title and a lead."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not may_open(self.person, at=self.at):
            raise NotAllowed(str(TargetFlow.opener.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        return self._show(NewTargetForm(on=local_date(self.at)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewTargetForm(request.POST, on=local_date(self.at))
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            outcome = open_target(
                fields={"title": said["title"], "lead": said["lead"].pk}, by=self.person,
                at=self.at, command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The target is begun. Only your office sees it so far."))
        return redirect("coordination:target_edit", outcome.case)

    def _show(self, form: NewTargetForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "coordination/targets/new.html", {"form": form}, status=status)


class EditTarget(WritingPage):
    """All fields of a target; what was resolved answers 422 and says what to do (domain 2.6)."""

    template_name = "coordination/targets/edit.html"
    offered_act = "edit"
    goes_on = False
    done_message = gettext_lazy("Saved.")
    form_class: ClassVar[type[ActForm]] = TargetForm
    target: Target

    def find_case(self) -> Case:
        self.target = target_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.target.case

    def check_access(self) -> None:
        self.situation = seen_by(self.person, self.target, at=self.at)

    def refuse(self) -> None:
        super().refuse()
        offer = self.situation.offer("edit")
        if offer is not None and offer.unmet:
            raise GuardsUnmet(offer.unmet)

    @property
    def draft_form(self) -> str:
        return "target.edit"

    def get_form_kwargs(self) -> dict[str, object]:
        return {"target": self.target, "on": local_date(self.at)}

    def success_url(self, outcome: Outcome) -> str:
        return reverse("coordination:target", args=[outcome.case])

    def get_context(self) -> dict[str, object]:
        return {"target": self.target, "draft": self.draft}
