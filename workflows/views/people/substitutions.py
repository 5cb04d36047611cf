"""Substitutions: everybody's own page, what heads enter for their staff, and the office's list."""

from __future__ import annotations

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ...actions.acting.acts import Outcome
from ...calendars import local_date
from ...forms.acting.acts import ActForm
from ...forms.acting.pages import person_of
from ...forms.people.base import ConfirmForm
from ...forms.people.substitutions import (
    OwnSubstitutionForm,
    StaffSubstitutionForm,
    SubstitutionForm,
)
from ...models import Case, DeskHolder, Substitution
from ...queries.people.accounts import colleagues_of, substitutions_of, works_outside
from ...queries.people.case import KIND
from ...queries.people.office import belongs_to_office
from ...queries.people.substitutions import Time, absences_of, staff_of, substitutions
from ...refusals import NotAllowed
from .pages import DeedPage, office, section

_PER_PAGE = 50
_LATEST = 30


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Who stands in for me, for whom I stand in, and the absences of my staff."""
    person, at = person_of(request), timezone.now()
    today = local_date(at)
    rows = list(substitutions_of(person.pk)[:_LATEST])
    staff = staff_of(person, on=today)
    context = {
        "own": [row for row in rows if row.represented_id == person.pk],
        "for_others": [row for row in rows if row.deputy_id == person.pk],
        "has_desk": DeskHolder.objects.not_over(on=today).filter(person=person).exists(),
        "has_staff": staff.exists(),
        "absences": absences_of(staff, on=today),
        "today": today,
    }
    return render(request, "workflows/people/my_substitution.html", context)


@require_safe
def substitution_list(request: HttpRequest) -> HttpResponse:
    """All substitutions by time."""
    _person, at = office(request)
    chosen = request.GET.get("time", "")
    time = Time(chosen) if chosen in Time.values else Time.RUNNING
    rows = substitutions(on=local_date(at), time=time)
    here = reverse("workflows:substitutions")
    tabs = [
        {"label": item.label, "url": f"{here}?time={item}", "current": item == time}
        for item in Time
    ]
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "time": time, "today": local_date(at)}
    return section(request, "substitutions", context, current="substitutions")


class AddSubstitution(DeedPage):
    """The organisation office enters a substitution for anybody."""

    url_name = "add_substitution"
    address = "organisation/vertretungen/neu/"
    deed = "add_substitution"
    form_class: ClassVar[type[ActForm]] = SubstitutionForm
    template_name = "workflows/people/substitution_form.html"
    title = gettext_lazy("Enter substitution")
    submit_label = gettext_lazy("Enter substitution")
    checks = True
    lead = gettext_lazy(
        "A deputy may do in this time what the absent person may do, and passes it on to nobody."
    )
    done_message = gettext_lazy("The substitution is entered; both are told.")

    def get_initial(self) -> dict[str, object]:
        return {"starts_on": local_date(self.at)}

    def back(self) -> tuple[str, str]:
        return str(gettext_lazy("Substitutions")), reverse("workflows:substitutions")

    def success_url(self, outcome: Outcome) -> str:
        """The list in which it stands: an absence to come is not among those that run."""
        first = str(outcome.facts.get("first_day", ""))
        to_come = first > local_date(self.at).isoformat()
        return f"{self.back()[1]}?time={Time.TO_COME}" if to_come else self.back()[1]


class AddOwnSubstitution(AddSubstitution):
    """Everybody enters who stands in for them."""

    url_name = "add_own_substitution"
    address = "vertretung/eintragen/"
    form_class: ClassVar[type[ActForm]] = OwnSubstitutionForm
    template_name = "workflows/people/own_substitution_form.html"
    check_template_name = "workflows/people/own_act_check.html"
    done_message = gettext_lazy("The substitution is entered; your deputy is told.")

    def find_case(self) -> Case:
        return Case.objects.get(kind=KIND)

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - that page shows them all
        return self.back()[1]

    def get_form_kwargs(self) -> dict[str, object]:
        """People of partners find each other by name, not the staff of the city."""
        today = local_date(self.at)
        if works_outside(self.person.pk, on=today):
            return {"deputies": colleagues_of(self.person.pk, on=today), "away": self.person}
        return {"away": self.person}

    def fixed(self) -> dict[str, object]:
        return {"represented": self.person.pk}

    def back(self) -> tuple[str, str]:
        return str(gettext_lazy("My substitution")), reverse("workflows:my_substitution")


class AddStaffSubstitution(AddOwnSubstitution):
    """A head enters a substitution for one of their staff."""

    url_name = "add_staff_substitution"
    address = "vertretung/team/eintragen/"
    form_class = StaffSubstitutionForm
    title = gettext_lazy("Enter substitution for your staff")
    done_message = gettext_lazy("The substitution is entered; both are told.")

    def check_access(self) -> None:
        if not staff_of(self.person, on=local_date(self.at)).exists():
            raise NotAllowed(str(gettext_lazy("the head of the person's unit")))

    def get_form_kwargs(self) -> dict[str, object]:
        return {
            **super().get_form_kwargs(),
            "away": None,
            "staff": staff_of(self.person, on=local_date(self.at)),
        }

    def fixed(self) -> dict[str, object]:
        return {}


class RevokeSubstitution(DeedPage):
    """Ends a substitution at once: whoever it concerns, their head, the organisation office."""

    url_name = "revoke_substitution"
    address = "vertretung/<int:substitution_id>/widerrufen/"
    deed = "revoke_substitution"
    form_class = ConfirmForm
    template_name = "workflows/people/own_act.html"
    title = gettext_lazy("Revoke substitution")
    submit_label = gettext_lazy("Revoke substitution")
    variant = "danger"
    lead = gettext_lazy("It ends at once; what the deputy works on is free again. Both are told.")
    done_message = gettext_lazy("The substitution is revoked.")
    row: Substitution

    def find_case(self) -> Case:
        rows = Substitution.objects.select_related("represented", "deputy")
        self.row = get_object_or_404(rows, pk=self.kwargs["substitution_id"])
        case = Case.objects.get(kind=KIND)
        self.ask(case, **self.fixed())
        return case

    def fixed(self) -> dict[str, object]:
        return {"substitution": self.row.pk}

    def back(self) -> tuple[str, str]:
        is_own = self.row.represented_id == self.person.pk
        if not is_own and belongs_to_office(self.person, at=self.at):
            return str(gettext_lazy("Substitutions")), reverse("workflows:substitutions")
        return str(gettext_lazy("My substitution")), reverse("workflows:my_substitution")

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "substitution": self.row}
