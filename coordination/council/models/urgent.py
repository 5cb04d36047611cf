"""Decisions that were made in the place of a body that could not meet in time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case

from ..enums import UrgentStage
from .bodies import Organization
from .consultations import Consultation


class UrgentDecision(models.Model):
    """An urgent decision (GO NRW § 60) and what the body that it replaces said to it.

    Until `decided_on` it waits for its second signature.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="urgent_decisions")
    stage = models.CharField(max_length=16, choices=UrgentStage.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    why_not_organ = models.TextField(_("why the body cannot decide in time"))
    why_not_committee = models.TextField(
        _("why the main committee cannot decide in time"), blank=True
    )
    harm = models.TextField(_("disadvantage or danger"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The seat of a member who has signed on paper; of others the account tells it.
    member = models.CharField(_("member who has signed"), max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    approval = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="approves"
    )
    rights_of_others = models.TextField(_("rights of others that had arisen"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("made_by")),
                name="coordination_urgent_two_signers",
            ),
        ]

    def __str__(self) -> str:
        return f"urgent {self.made_on}"
