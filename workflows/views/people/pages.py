"""What the pages of the organisation share: who may see them, where they lead, their tabs."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...actions.acting.acts import Outcome
from ...flows.people.deeds import deed_named
from ...forms.acting.acts import ActForm
from ...forms.acting.lasting import LastingPage
from ...forms.acting.pages import person_of
from ...forms.people.base import DeedForm
from ...machine import Refused
from ...models import Case, User
from ...queries.acting.offers import situation
from ...queries.people.case import KIND
from ...queries.people.office import belongs_to_office
from ...queries.people.work import undeliverable_work
from ...refusals import NotAllowed

_SECTIONS = (
    ("organisation", _("Units and desks")),
    ("people", _("People")),
    ("substitutions", _("Substitutions")),
    ("roles", _("Report of roles")),
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


_pages: list[type[DeedPage]] = []


class DeedPage(LastingPage):
    """The form of one deed of the organisation; `deed` is its name in the table of deeds.

    A subclass that names its address is a page; nothing else has to list it.
    """

    template_name = "workflows/people/act.html"
    check_template_name = "workflows/people/act_check.html"
    deed: ClassVar[str]
    # Where the page is found, and the name of that address.
    url_name: ClassVar[str]
    address: ClassVar[str]

    def find_case(self) -> Case:
        """The organisation's case; NotAllowed for who may not do the deed, before anything else."""
        case = Case.objects.get(kind=KIND)
        self.ask(case)
        self.find()
        return case

    def ask(self, case: Case, **data: object) -> None:
        """Raise NotAllowed unless this person may do the deed, about what `data` names."""
        name = deed_named(self.deed).act.name
        verdict = situation(case, person=self.person.pk, at=self.at).permit(name, data=data)
        if isinstance(verdict, Refused):
            raise verdict.refusal

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "address" in cls.__dict__:
            _pages.append(cls)

    def back(self) -> tuple[str, str]:
        return str(_("Units and desks")), reverse("workflows:organisation")

    def perform(self, form: ActForm) -> Outcome:
        assert isinstance(form, DeedForm)
        outcome = deed_named(self.deed).action(
            **form.arguments(),
            **self.fixed(),
            by=self.person.pk,
            at=self.at,
            command=form.cleaned_data["command"],
            text=form.act_text(),
        )
        assert isinstance(outcome, Outcome)
        return outcome


def deed_pages() -> tuple[type[DeedPage], ...]:
    """The pages of all deeds whose modules are loaded."""
    return tuple(_pages)
