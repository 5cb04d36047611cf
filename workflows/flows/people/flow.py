"""The organisation's flow: one state for ever, and an act for each change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from ...machine import ANY, CaseFlow
from ...machine import system as by_system
from ...queries.people.case import KIND
from ...queries.people.seen import fingerprint
from ...refusals import Stale
from . import accounts as people
from . import appointments, days_off, desks, establishing, passing, routes, substitutions, units
from .entry import Entry
from .roles import (
    absent_or_superior,
    names_a_deputy,
    office_not_for_oneself,
    office_not_for_own_desk,
    organisation_office,
)

# The organisation has one state, so every deed is done from any.
deed = partial(CaseFlow.state.act, source=ANY)


class OrganisationState(TextChoices):
    """The organisation is in force; there is nothing else to be."""

    IN_FORCE = "in_force", _("in force")


class OrganisationFlow(CaseFlow):
    """Units, desks, holders, substitutions, accounts, routes and days off."""

    kind = KIND
    label = _("organisation")
    states = OrganisationState
    initial = OrganisationState.IN_FORCE
    open_to_all = True
    url_name = "workflows:organisation_case"

    # --- units ----------------------------------------------------------------------------

    @deed(by=organisation_office, label=_("create unit"), guards=[units.can_create])
    def create_unit(self) -> None:
        units.create(self)

    @deed(by=organisation_office, label=_("change unit"), guards=[units.can_change])
    def change_unit(self) -> None:
        units.change(self)

    @deed(by=organisation_office, label=_("end unit"), guards=[units.can_end])
    def end_unit(self) -> None:
        units.end(self)

    # --- desks and who holds them ---------------------------------------------------------

    @deed(by=organisation_office, label=_("create desk"), guards=[desks.can_create])
    def create_desk(self) -> None:
        desks.create(self)

    @deed(by=office_not_for_own_desk, label=_("change desk"), guards=[desks.can_change])
    def change_desk(self) -> None:
        desks.change(self)

    @deed(by=organisation_office, label=_("close desk"), guards=[desks.can_close])
    def close_desk(self) -> None:
        desks.close(self)

    @deed(
        by=office_not_for_oneself,
        label=_("appoint"),
        guards=[appointments.can_appoint],
    )
    def appoint(self) -> None:
        appointments.appoint(self)

    @deed(
        by=organisation_office,
        label=_("end appointment"),
        guards=[appointments.can_end],
    )
    def end_appointment(self) -> None:
        appointments.end(self)

    @deed(by=organisation_office, label=_("pass on work"), guards=[passing.can_pass_on])
    def pass_on_work(self) -> None:
        passing.pass_on(self)

    # --- substitutions --------------------------------------------------------------------

    @deed(
        by=names_a_deputy,
        label=_("enter substitution"),
        guards=[substitutions.can_add],
    )
    def add_substitution(self) -> None:
        substitutions.add(self)

    @deed(
        by=absent_or_superior,
        label=_("revoke substitution"),
        guards=[substitutions.can_revoke],
    )
    def revoke_substitution(self) -> None:
        substitutions.revoke(self)

    # --- accounts -------------------------------------------------------------------------

    @deed(by=organisation_office, label=_("invite person"), guards=[people.can_invite])
    def invite_person(self) -> None:
        people.invite(self)

    @deed(
        by=organisation_office,
        label=_("repeat invitation"),
        guards=[people.can_invite_again],
    )
    def invite_again(self) -> None:
        people.invite_again(self)

    @deed(by=organisation_office, label=_("change account"), guards=[people.can_change])
    def change_person(self) -> None:
        people.change(self)

    @deed(
        by=organisation_office,
        label=_("deactivate account"),
        guards=[people.can_deactivate],
    )
    def deactivate_person(self) -> None:
        people.deactivate(self)

    @deed(
        by=organisation_office,
        label=_("reactivate account"),
        guards=[people.can_reactivate],
    )
    def reactivate_person(self) -> None:
        people.reactivate(self)

    # --- routes and days off --------------------------------------------------------------

    @deed(by=organisation_office, label=_("publish route"), guards=[routes.can_publish])
    def publish_route(self) -> None:
        routes.publish(self)

    @deed(by=organisation_office, label=_("add days off"), guards=[days_off.can_add])
    def add_days_off(self) -> None:
        days_off.add(self)

    @deed(by=organisation_office, label=_("remove day off"), guards=[days_off.can_remove])
    def remove_day_off(self) -> None:
        days_off.remove(self)

    # --- a whole city, by the system ------------------------------------------------------

    @deed(by=by_system, label=_("establish units"))
    def establish_units(self) -> None:
        establishing.units(self)

    @deed(by=by_system, label=_("establish desks"))
    def establish_desks(self) -> None:
        establishing.desks(self)

    @deed(by=by_system, label=_("establish accounts"))
    def establish_people(self) -> None:
        establishing.people(self)

    @deed(by=by_system, label=_("establish appointments"))
    def establish_appointments(self) -> None:
        establishing.appointments(self)

    # --- helpers --------------------------------------------------------------------------

    @cached_property
    def entry(self) -> Entry:
        """The data of the act, read once by its guard and used by its effect."""
        return Entry(self.call.data)

    def check_seen(self, row: Model) -> None:
        """Raise Stale if the form was filled in over another state of the row."""
        seen = self.call.data.get("seen")
        if seen and seen != fingerprint(row):
            raise Stale(state=self.case.state, version=self.case.version)

    def tell(self, template: str, people: Iterable[int], **data: object) -> None:
        """Tell the people concerned, but not whoever did it."""
        others = {person for person in people if person != self.call.actor.person}
        self.work.tell_people(template, others, **data)
