"""The tree of units, a unit from near, and what changes it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ...actions.acting.acts import Outcome
from ...calendars import local_date
from ...flows.people.units import led_by
from ...forms.people.accounts import TreeFilter
from ...forms.people.units import ChangeUnitForm, EndUnitForm, NewUnitForm, TransferLeadsForm
from ...models import Unit
from ...queries.people.keys import unit_functions
from ...queries.people.seen import fingerprint
from ...queries.people.trail import about, told
from ...queries.people.tree import desk_lines, unit_tree
from .pages import DeedPage, office, section

_LAST_EVENTS = 20


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """All units with their desks and holders; `?q=` looks for units, desks and people."""
    _person, at = office(request)
    search = TreeFilter(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    context = {
        "roots": unit_tree(on=local_date(at), words=words),
        "search": search,
        "words": words,
        "ended": Unit.objects.filter(valid_until__lt=local_date(at)).order_by("sort_key"),
    }
    return section(request, "tree", context, current="organisation")


@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit: what it is, its desks with their holders, what was changed."""
    _person, at = office(request)
    found = get_object_or_404(Unit.objects.select_related("parent", "successor"), pk=unit_id)
    today = local_date(at)
    context = {
        "unit": found,
        "function": unit_functions().get(found.function, "") if found.function else "",
        "path": Unit.objects.filter(pk__in=found.ancestors).order_by("ancestors__len"),
        "desks": desk_lines(on=today, unit=found.pk).get(found.pk, ()),
        "closed": found.desks.exclude(closed_on=None).order_by("name"),
        "new_below_url": f"{reverse('workflows:new_unit')}?below={found.pk}",
        "children": found.children.order_by("sort_key"),
        "leads": sorted(led_by(found.pk).values()),
        "is_over": found.valid_until is not None and found.valid_until < today,
        "events": told(about(unit=found.pk)[:_LAST_EVENTS]),
    }
    return section(request, "unit", context, current="organisation")


class UnitPage(DeedPage):
    """Base of the pages that change one unit."""

    unit: Unit

    def find(self) -> None:
        self.unit = get_object_or_404(Unit, pk=self.kwargs["unit_id"])

    def fixed(self) -> dict[str, object]:
        return {"unit": self.unit.pk}

    def back(self) -> tuple[str, str]:
        return self.unit.name, reverse("workflows:unit", args=[self.unit.pk])

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": [self.unit.name]}


class NewUnit(DeedPage):
    """Makes a unit; `?below=` proposes the one above it."""

    url_name = "new_unit"
    address = "organisation/einheiten/neu/"
    deed = "create_unit"
    form_class = NewUnitForm
    title = gettext_lazy("New unit")
    submit_label = gettext_lazy("Create unit")
    done_message = gettext_lazy("The unit was created.")

    def get_form_kwargs(self) -> dict[str, object]:
        return {"on": local_date(self.at)}

    def get_initial(self) -> dict[str, object]:
        below = self.request.GET.get("below", "")
        return {"valid_from": local_date(self.at), "parent": below if below.isdecimal() else None}

    def success_url(self, outcome: Outcome) -> str:
        return reverse("workflows:unit", args=[outcome.facts["unit"]])


class ChangeUnit(UnitPage):
    """Renames a unit or moves it in the tree."""

    url_name = "change_unit"
    address = "organisation/einheiten/<int:unit_id>/aendern/"
    deed = "change_unit"
    form_class = ChangeUnitForm
    title = gettext_lazy("Change unit")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The unit was changed.")

    def get_form_kwargs(self) -> dict[str, object]:
        return {"on": local_date(self.at)}

    def get_initial(self) -> dict[str, object]:
        names = ("name", "short_name", "kind", "function", "parent")
        return {name: getattr(self.unit, name) for name in names} | {"seen": fingerprint(self.unit)}


class EndUnit(UnitPage):
    """Lets a unit end."""

    url_name = "end_unit"
    address = "organisation/einheiten/<int:unit_id>/beenden/"
    deed = "end_unit"
    form_class = EndUnitForm
    title = gettext_lazy("End unit")
    submit_label = gettext_lazy("End unit")
    variant = "danger"
    checks = True
    lead = gettext_lazy("The unit stays visible as ended. This cannot be undone.")
    done_message = gettext_lazy("The unit ends with that day.")

    def get_form_kwargs(self) -> dict[str, object]:
        return {"on": local_date(self.at)}

    def get_initial(self) -> dict[str, object]:
        return {"last_day": local_date(self.at)}


class TransferLeads(UnitPage):
    """Gives everything that a unit leads to another one."""

    url_name = "transfer_leads"
    address = "organisation/einheiten/<int:unit_id>/federfuehrung-uebertragen/"
    deed = "transfer_leads"
    form_class = TransferLeadsForm
    title = gettext_lazy("Transfer the lead")
    submit_label = gettext_lazy("Transfer the lead")
    checks = True
    lead = gettext_lazy("The other unit gets all tasks and deadlines. No text is changed.")
    done_message = gettext_lazy("The lead was transferred.")

    def get_form_kwargs(self) -> dict[str, object]:
        return {"on": local_date(self.at)}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": [self.unit.name, *led_by(self.unit.pk).values()]}
