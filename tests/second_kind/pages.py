"""The pages of guidelines: what the stages of every decision bring, one act and one page more."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from coordination.decisions.forms import (
    agreeing,
    checking,
    circulating,
    cosigning,
    deliberating,
    objecting,
    preparing,
    recording,
    releasing,
    taking_back,
    urgent,
)
from tests.second_kind.models import Guideline
from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.context import CaseForm
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import ActPanel, CasePages
from workflows.models import Case, User
from workflows.refusals import Invisible


class HandInForm(CaseForm):
    """The revised text."""

    act_name = "hand_in"
    wording = forms.CharField(label="Wortlaut", widget=forms.Textarea)

    def act_data(self) -> dict[str, Any]:
        return {"wording": self.cleaned_data["wording"]}


HAND_IN = ActPanel(
    HandInForm, "vorlegen", "Wieder vorlegen", "Vorlegen", "Der Text ist wieder vorgelegt."
)


def find(person: User, case: int, at: datetime) -> Guideline:
    """The guideline of a case as this person sees it."""
    visible = Case.objects.visible_to(person, at=at)
    row = Guideline.objects.select_related("case", "lead").filter(case__in=visible, case=case)
    found = row.first()
    if found is None:
        raise Invisible
    return found


def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """A guideline with what there is to be done."""
    person, at = person_of(request), timezone.now()
    guideline = find(person, case_id, at)
    seen = seen_by(person, guideline, at=at)
    context = case_context(request, guideline, seen, person=person, at=at)
    return render(request, "second_kind/case.html", {**context, "guideline": guideline})


PAGES = CasePages(
    kind="guideline",
    address="leitbilder",
    panels=(
        HAND_IN,
        *checking.PANELS, *preparing.PANELS, *circulating.PANELS,
        *cosigning.PANELS, *agreeing.PANELS, *releasing.PANELS,
        *deliberating.PANELS, *objecting.PANELS,
        *recording.PANELS, *urgent.PANELS, *taking_back.PANELS,
    ),
    find=find,
    name="guideline",
    aside="second_kind/_text.html",
    more=(path("", case_page, name="case"),),
)  # fmt: skip
