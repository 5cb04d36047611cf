"""Accounts: the list, one from near, and what changes it."""

from __future__ import annotations

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ...actions.acting.acts import Outcome
from ...calendars import local_date
from ...forms.acting.acts import ActForm
from ...forms.people.accounts import PeopleFilter, PersonForm
from ...forms.people.base import ConfirmForm
from ...forms.people.leaving import LeaveForm
from ...models import User
from ...queries.people.accounts import Standing, accounts, people, substitutions_of
from ...queries.people.leaving import hanging_on
from ...queries.people.seen import fingerprint
from ...queries.people.trail import about, told
from .pages import DeedPage, office, section

_PER_PAGE = 50
_LAST_EVENTS = 20


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Accounts by name; `?q=` looks for names and addresses, `?standing=` chooses which."""
    _person, at = office(request)
    search = PeopleFilter(request.GET)
    search.is_valid()
    chosen = search.cleaned_data.get("standing") or Standing.ACTIVE
    words = search.cleaned_data.get("q", "")
    rows = people(on=local_date(at), words=words, standing=chosen)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "search": search, "words": words, "standing": Standing(chosen)}
    return section(request, "people", context, current="people")


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account: its desks, substitutions and what was changed."""
    _person, at = office(request)
    found = get_object_or_404(accounts(), pk=person_id)
    context = {
        "account": found,
        "appointments": found.desks_held.select_related("desk__unit").order_by("-valid_from"),
        "substitutions": substitutions_of(found.pk)[:_LAST_EVENTS],
        "today": local_date(at),
        "is_invited": found.is_active and not found.has_usable_password(),
        "events": told(about(person=found.pk)[:_LAST_EVENTS]),
    }
    return section(request, "person", context, current="people")


class Invite(DeedPage):
    """Makes an account and invites its owner."""

    url_name = "invite"
    address = "organisation/personen/einladen/"
    deed = "invite_person"
    form_class = PersonForm
    title = gettext_lazy("Invite somebody")
    lead = gettext_lazy("The person gets a mail with a link by which to set a password.")
    submit_label = gettext_lazy("Invite")
    done_message = gettext_lazy("The account was made; the invitation is on its way.")

    def get_initial(self) -> dict[str, object]:
        return {"language": "de"}

    def back(self) -> tuple[str, str]:
        return str(gettext_lazy("People")), reverse("workflows:people")

    def success_url(self, outcome: Outcome) -> str:
        return reverse("workflows:person", args=[outcome.facts["person"]])


class PersonPage(DeedPage):
    """Base of the pages that change one account."""

    form_class: ClassVar[type[ActForm]] = ConfirmForm
    account: User

    def find(self) -> None:
        self.account = get_object_or_404(accounts(), pk=self.kwargs["person_id"])

    def fixed(self) -> dict[str, object]:
        return {"person": self.account.pk}

    def back(self) -> tuple[str, str]:
        return str(self.account), reverse("workflows:person", args=[self.account.pk])

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": [str(self.account), self.account.email]}


class ChangePerson(PersonPage):
    """Changes names, address and language."""

    url_name = "change_person"
    address = "organisation/personen/<int:person_id>/aendern/"
    deed = "change_person"
    form_class = PersonForm
    title = gettext_lazy("Change account")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The account was changed; its owner is told.")

    def get_initial(self) -> dict[str, object]:
        names = ("given_name", "family_name", "email", "language", "external_id")
        return {name: getattr(self.account, name) for name in names} | {
            "seen": fingerprint(self.account)
        }


class InviteAgain(PersonPage):
    """Sends the invitation once more."""

    url_name = "invite_again"
    address = "organisation/personen/<int:person_id>/erneut-einladen/"
    deed = "invite_again"
    title = gettext_lazy("Invite again")
    lead = gettext_lazy(
        "The link of the earlier invitation stops working once the new one is used."
    )
    submit_label = gettext_lazy("Send invitation")
    done_message = gettext_lazy("The invitation is on its way.")


class LetLeave(PersonPage):
    """Shows everything that hangs on a person and where it goes; one act hands all of it over."""

    url_name = "let_leave"
    address = "organisation/personen/<int:person_id>/ausscheiden/"
    deed = "let_leave"
    form_class = LeaveForm
    template_name = "workflows/people/leaving.html"
    check_template_name = "workflows/people/leaving_check.html"
    title = gettext_lazy("Somebody leaves the city")
    lead = gettext_lazy(
        "All of it at once and from today on: the appointments end with yesterday, the successors"
        " hold the desks, the account is closed and the person is logged out."
    )
    submit_label = gettext_lazy("Hand everything over")
    variant = "danger"
    checks = True
    done_message = gettext_lazy("Everything is handed over; the account is closed.")

    def find(self) -> None:
        super().find()
        self.hanging = hanging_on(self.account.pk, on=local_date(self.at))

    def get_form_kwargs(self) -> dict[str, object]:
        return {"hanging": self.hanging}

    def get_initial(self) -> dict[str, object]:
        return {"seen": self.hanging.seen}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "hanging": self.hanging, "account": self.account}


class Deactivate(PersonPage):
    """Closes an account."""

    url_name = "deactivate_person"
    address = "organisation/personen/<int:person_id>/deaktivieren/"
    deed = "deactivate_person"
    title = gettext_lazy("Deactivate account")
    lead = gettext_lazy("The person is logged out at once and cannot log in any more.")
    submit_label = gettext_lazy("Deactivate account")
    variant = "danger"
    done_message = gettext_lazy("The account is deactivated.")


class Reactivate(PersonPage):
    """Opens a deactivated account again."""

    url_name = "reactivate_person"
    address = "organisation/personen/<int:person_id>/reaktivieren/"
    deed = "reactivate_person"
    title = gettext_lazy("Reactivate account")
    lead = gettext_lazy("The person can log in again, but holds no desk until appointed to one.")
    submit_label = gettext_lazy("Reactivate account")
    done_message = gettext_lazy("The account is active again.")
