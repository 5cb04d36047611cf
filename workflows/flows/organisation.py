"""The organisation as a case that never ends: who changes units, desks and routes is in its trail."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..machine import CaseFlow


class OrganisationState(TextChoices):
    """The organisation is in force; there is nothing else to be."""

    IN_FORCE = "in_force", _("in force")


class OrganisationFlow(CaseFlow):
    """Units, desks, holders, substitutions, accounts, routes and days off."""

    kind = "organisation"
    label = _("organisation")
    states = OrganisationState
    initial = OrganisationState.IN_FORCE
    open_to_all = True
