"""The organisation's trail, and the page to which its messages lead."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ...forms.acting.pages import person_of
from ...models import Case
from ...queries.people.case import KIND
from ...queries.people.office import belongs_to_office
from ...queries.people.trail import actions, told
from ...queries.people.trail import trail as all_events
from .pages import office, section

_PER_PAGE = 50


class TrailFilter(forms.Form):
    """Which acts the trail shows, from the address."""

    action = forms.ChoiceField(label=_("Act"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type] # what a QueryDict is at runtime
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("all"))), *actions()]


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who changed what and when, the latest first."""
    office(request)
    search = TrailFilter(request.GET)
    chosen = search.cleaned_data["action"] if search.is_valid() else ""
    events = all_events().filter(action=chosen) if chosen else all_events()
    page = Paginator(events, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "entries": told(list(page)), "search": search, "chosen": chosen}
    return section(request, "trail", context, current="organisation_trail")


@require_safe
def organisation_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where messages about the organisation lead: its office to the trail, others to their own."""
    get_object_or_404(Case, pk=case_id, kind=KIND)
    if belongs_to_office(person_of(request), at=timezone.now()):
        return redirect("workflows:organisation_trail")
    return redirect("workflows:my_substitution")
