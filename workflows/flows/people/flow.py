"""The organisation's flow: one state for ever, and an act for each change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...actions.acting.lasting import UPGRADED, LastingFlow, LastingState
from ...machine import At, Stage, system
from ...queries.people.case import KIND
from . import establishing
from .base import OrganisationWork
from .deeds import DEEDS

KEEPING = tuple(deed.act.by(deed.rule) for deed in DEEDS)

ESTABLISHING = (
    establishing.establish_units.by(system),
    establishing.establish_desks.by(system),
    establishing.establish_people.by(system),
    establishing.establish_appointments.by(system),
)
"""A whole city at once."""


class OrganisationFlow(LastingFlow):
    """Units, desks, holders, substitutions, accounts, routes and days off."""

    kind = KIND
    label = _("organisation")
    url_name = "workflows:organisation_case"
    work = OrganisationWork
    stages = (Stage({LastingState.IN_FORCE: At(acts=(*KEEPING, *ESTABLISHING))}), UPGRADED)
