"""What the pages of the organisation share: who may see them, where they lead, their tabs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...actions.acting.acts import Outcome
from ...forms.acting.acts import ActForm
from ...forms.acting.pages import ActPage, person_of
from ...forms.people.base import DeedForm
from ...models import Case, User
from ...queries.people.case import KIND
from ...queries.people.office import belongs_to_office
from ...queries.people.work import undeliverable_work
from ...refusals import NotAllowed

_SECTIONS = (
    ("organisation", _("Units and desks")),
    ("people", _("People")),
    ("substitutions", _("Substitutions")),
    ("days_off", _("Days off")),
    ("routes", _("Routes")),
    ("troubles", _("Delivery problems")),
    ("hooks", _("Other systems")),
    ("undeliverable", _("Undeliverable work")),
    ("organisation_trail", _("Trail")),
)


def office(request: HttpRequest) -> tuple[User, datetime]:
    """Who asks and when; NotAllowed for everybody but the organisation office."""
    person, at = person_of(request), timezone.now()
    if not belongs_to_office(person, at=at):
        raise NotAllowed(str(_("organisation office")))
    return person, at


def section(
    request: HttpRequest, template: str, context: dict[str, object], *, current: str
) -> HttpResponse:
    """A page of the organisation with its tabs."""
    tabs = [
        {"label": label, "url": reverse(f"workflows:{name}"), "current": name == current}
        for name, label in _SECTIONS
    ]
    waiting = undeliverable_work().count()
    if waiting:
        tabs[-2]["count"] = waiting
    context = {**context, "section_tabs": tabs}
    return render(request, f"workflows/people/{template}.html", context)


class DeedPage(ActPage):
    """The form of one deed of the organisation office; `deed` is the action that does it."""

    template_name = "workflows/people/act.html"
    check_template_name = "workflows/people/act_check.html"
    goes_on = False
    deed: ClassVar[Callable[..., Outcome]]
    # Where the page is found, and the name of that address.
    url_name: ClassVar[str]
    address: ClassVar[str]

    def find_case(self) -> Case:
        """The organisation's case, for its office only; finds the rows that the page is about."""
        office(self.request)
        self.find()
        return Case.objects.get(kind=KIND)

    def find(self) -> None:
        """Look up what the address names; raises Http404."""

    def fixed(self) -> dict[str, object]:
        """Arguments of the deed that the address gives."""
        return {}

    def back(self) -> tuple[str, str]:
        """Label and address of the page from which this one is opened."""
        return str(_("Units and desks")), reverse("workflows:organisation")

    def matter_name(self, outcome: Outcome) -> str:  # noqa: ARG002 - the base asks so
        """Nothing: the organisation is one case, of which nobody speaks as a matter."""
        return ""

    def perform(self, form: ActForm) -> Outcome:
        assert isinstance(form, DeedForm)
        return type(self).deed(
            **form.arguments(),
            **self.fixed(),
            by=self.person.pk,
            at=self.at,
            command=form.cleaned_data["command"],
            text=form.act_text(),
        )

    def get_context(self) -> dict[str, object]:
        label, url = self.back()
        return {"back_label": label, "back_url": url}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - most pages lead back
        return self.back()[1]
