"""Who may change the organisation, and what nobody may do for themselves."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...actions.acting.lasting import LastingLook
from ...definitions import Capacity
from ...enums import DeskFunction
from ...machine import Rule
from ...models import Desk, DeskHolder, Substitution
from ...queries.people.substitutions import LEADS


def _is_office(_look: LastingLook, capacity: Capacity) -> bool:
    return capacity.function == DeskFunction.ORGANISATION


def _is_themself(look: LastingLook, capacity: Capacity) -> bool:
    person = look.call.actor.person
    return not capacity.is_deputy and capacity.holder == person == represented(look)


def _leads_the_person(look: LastingLook, capacity: Capacity) -> bool:
    person = represented(look)
    if capacity.function not in LEADS or person is None or capacity.holder == person:
        return False
    held = desks_of(person, on=look.call.today)
    return any(capacity.unit == unit or capacity.desk == above for unit, above in held)


def represented(look: LastingLook) -> int | None:
    """The person whose substitution the act is about."""
    key = look.call.data.get("substitution")
    if isinstance(key, int):
        found = Substitution.objects.filter(pk=key).values_list("represented", flat=True)
        return found.first()
    person = look.call.data.get("represented")
    return person if isinstance(person, int) else None


def desks_of(person: int, *, on: date) -> list[tuple[int, int | None]]:
    """Unit and superior desk of each desk that the person holds on a day."""
    held = DeskHolder.objects.in_force(on=on).filter(person=person, desk__closed_on=None)
    return list(held.values_list("desk__unit", "desk__superior"))


def _makes_oneself_deputy(look: LastingLook, _capacity: Capacity) -> str:
    person, data = look.call.actor.person, look.call.data
    further = data.get("further") or []
    named = [data.get("deputy"), *(row.get("deputy") for row in further if isinstance(row, dict))]
    if person in named and person != represented(look):
        return gettext(
            "Nobody makes themselves somebody's deputy. Please let another person do this."
        )
    return ""


def _appoints_oneself(look: LastingLook, _capacity: Capacity) -> str:
    if look.call.data.get("person") == look.call.actor.person:
        return gettext(
            "Nobody appoints themselves. Please let another person of the office do this."
        )
    return ""


def _raises_own_desk(look: LastingLook, _capacity: Capacity) -> str:
    key, function = look.call.data.get("desk"), look.call.data.get("function")
    held = DeskHolder.objects.in_force(on=look.call.today).filter(person=look.call.actor.person)
    if isinstance(key, int) and Desk.objects.filter(pk=key, holders__in=held).exclude(
        function=function
    ):
        return gettext(
            "Nobody changes the function of their own desk. Please let another person do this."
        )
    return ""


def _profits_oneself(look: LastingLook, _capacity: Capacity) -> str:
    data, actor = look.call.data, look.call.actor.person
    if data.get("person") == actor:
        return gettext(
            "Nobody lets themselves leave. Please let another person of the office do it."
        )
    rows = data.get("successors")
    rows = rows if isinstance(rows, list) else []
    named = [row.get("person") for row in rows if isinstance(row, dict)]
    if actor is not None and actor in (data.get("heir"), *named):
        return gettext(
            "Nobody takes over from somebody by their own act. Please let another person do this."
        )
    return ""


_OFFICE = _("organisation office")

organisation_office = Rule(_OFFICE, _is_office, system=True)
"""The office that keeps units, desks, accounts and routes; it has no rights to contents."""

office_not_for_oneself = organisation_office.unless(_appoints_oneself)
office_not_for_own_gain = organisation_office.unless(_profits_oneself)
office_not_for_own_desk = organisation_office.unless(_raises_own_desk)

absent_or_superior = (
    Rule(_("the person themselves"), _is_themself)
    | Rule(_("the head of the person's unit"), _leads_the_person)
    | organisation_office
)
"""Whoever is away, who leads them, and the organisation office."""

names_a_deputy = absent_or_superior.unless(_makes_oneself_deputy)
