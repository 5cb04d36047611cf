"""Who may change the organisation, and what nobody may do for themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ...definitions import Capacity, Rule
from ...enums import DeskFunction
from ...models import Desk, DeskHolder, Substitution
from ...queries.people.substitutions import LEADS

if TYPE_CHECKING:
    from ...definitions import Text
    from .flow import OrganisationFlow


def _is_office(_flow: OrganisationFlow, capacity: Capacity) -> bool:
    return capacity.function == DeskFunction.ORGANISATION


def _is_themself(flow: OrganisationFlow, capacity: Capacity) -> bool:
    person = flow.call.actor.person
    return not capacity.is_deputy and capacity.holder == person == represented(flow)


def _leads_the_person(flow: OrganisationFlow, capacity: Capacity) -> bool:
    person = represented(flow)
    if capacity.function not in LEADS or person is None or capacity.holder == person:
        return False
    held = desks_of(person, on=flow.call.today)
    return any(capacity.unit == unit or capacity.desk == above for unit, above in held)


def represented(flow: OrganisationFlow) -> int | None:
    """The person whose substitution the act is about."""
    key = flow.call.data.get("substitution")
    if isinstance(key, int):
        found = Substitution.objects.filter(pk=key).values_list("represented", flat=True)
        return found.first()
    person = flow.call.data.get("represented")
    return person if isinstance(person, int) else None


def desks_of(person: int, *, on: date) -> list[tuple[int, int | None]]:
    """Unit and superior desk of each desk that the person holds on a day."""
    held = DeskHolder.objects.in_force(on=on).filter(person=person, desk__closed_on=None)
    return list(held.values_list("desk__unit", "desk__superior"))


def _makes_oneself_deputy(flow: OrganisationFlow, _capacity: Capacity) -> Text:
    person, data = flow.call.actor.person, flow.call.data
    further = data.get("further") or []
    named = [data.get("deputy"), *(row.get("deputy") for row in further if isinstance(row, dict))]
    if person in named and person != represented(flow):
        return _("Nobody makes themselves somebody's deputy. Please let another person do this.")
    return ""


def _appoints_oneself(flow: OrganisationFlow, _capacity: Capacity) -> Text:
    if flow.call.data.get("person") == flow.call.actor.person:
        return _("Nobody appoints themselves. Please let another person of the office do this.")
    return ""


def _raises_own_desk(flow: OrganisationFlow, _capacity: Capacity) -> Text:
    key, function = flow.call.data.get("desk"), flow.call.data.get("function")
    held = DeskHolder.objects.in_force(on=flow.call.today).filter(person=flow.call.actor.person)
    if isinstance(key, int) and Desk.objects.filter(pk=key, holders__in=held).exclude(
        function=function
    ):
        return _(
            "Nobody changes the function of their own desk. Please let another person do this."
        )
    return ""


_OFFICE: Text = _("organisation office")

organisation_office = Rule(_OFFICE, _is_office, system=True)
"""The office that keeps units, desks, accounts and routes; it has no rights to contents."""

office_not_for_oneself = Rule(_OFFICE, _is_office, system=True, objection=_appoints_oneself)
office_not_for_own_desk = Rule(_OFFICE, _is_office, system=True, objection=_raises_own_desk)

absent_or_superior = (
    Rule(_("the person themselves"), _is_themself)
    | Rule(_("the head of the person's unit"), _leads_the_person)
    | organisation_office
)
"""Whoever is away, who leads them, and the organisation office."""

names_a_deputy = Rule(
    absent_or_superior.role, absent_or_superior.test, system=True, objection=_makes_oneself_deputy
)
