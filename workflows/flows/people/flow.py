"""The organisation's flow: one state for ever, and an act for each change."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...machine import At, CaseFlow, Stage, system
from ...queries.people.case import KIND
from . import accounts as people
from . import (
    appointments,
    days_off,
    desks,
    establishing,
    hooks,
    passing,
    routes,
    substitutions,
    units,
)
from .base import OrganisationLook, OrganisationWork
from .roles import (
    absent_or_superior,
    names_a_deputy,
    office_not_for_oneself,
    office_not_for_own_desk,
    organisation_office,
)


class OrganisationState(TextChoices):
    """The organisation is in force; there is nothing else to be."""

    IN_FORCE = "in_force", _("in force")


KEEPING = (
    units.create_unit.by(organisation_office),
    units.change_unit.by(organisation_office),
    units.transfer_leads.by(organisation_office),
    units.end_unit.by(organisation_office),
    desks.create_desk.by(organisation_office),
    desks.change_desk.by(office_not_for_own_desk),
    desks.close_desk.by(organisation_office),
    appointments.appoint.by(office_not_for_oneself),
    appointments.end_appointment.by(organisation_office),
    passing.pass_on_work.by(organisation_office),
    substitutions.add_substitution.by(names_a_deputy),
    substitutions.revoke_substitution.by(absent_or_superior),
    people.invite_person.by(organisation_office),
    people.invite_again.by(organisation_office),
    people.change_person.by(organisation_office),
    people.deactivate_person.by(organisation_office),
    people.reactivate_person.by(organisation_office),
    routes.publish_route.by(organisation_office),
    days_off.add_days_off.by(organisation_office),
    days_off.remove_day_off.by(organisation_office),
    hooks.add_hook.by(organisation_office),
    hooks.end_hook.by(organisation_office),
)
"""What the organisation office does day by day, and what people do about their own absence."""

ESTABLISHING = (
    establishing.establish_units.by(system),
    establishing.establish_desks.by(system),
    establishing.establish_people.by(system),
    establishing.establish_appointments.by(system),
)
"""A whole city at once."""


class OrganisationFlow(CaseFlow):
    """Units, desks, holders, substitutions, accounts, routes and days off."""

    kind = KIND
    label = _("organisation")
    states = OrganisationState
    initial = OrganisationState.IN_FORCE
    open_to_all = True
    url_name = "workflows:organisation_case"
    look = OrganisationLook
    work = OrganisationWork
    stages = (Stage({OrganisationState.IN_FORCE: At(acts=(*KEEPING, *ESTABLISHING))}),)
