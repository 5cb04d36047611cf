"""Objections that hold up the execution of a resolution."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case

from ..enums import ObjectionKind, ObjectionOutcome
from .consultations import Consultation


class Objection(models.Model):
    """An objection to the resolution of a body (GO NRW §§ 54, 57 Abs. 4).

    Its reason stands in the trail. The execution is held up until there is an outcome.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    resolution = models.ForeignKey(Consultation, models.PROTECT, related_name="objections")
    kind = models.CharField(max_length=12, choices=ObjectionKind.choices)
    filed_on = models.DateField(_("day of the objection"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Of a committee, where its members object; empty where the mayor does.
    objectors = models.PositiveSmallIntegerField(_("members who object"), null=True, blank=True)
    # The state in which the matter was held up, and to which it returns.
    held_in = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=ObjectionOutcome.choices, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    # The council keeps what was called unlawful: the supervisory authority decides.
    referred_on = models.DateField(_("put to the supervisory authority on"), null=True, blank=True)
    ruling = models.CharField(_("reference of the ruling"), max_length=200, blank=True)

    class Meta:
        constraints = [
            # GO NRW § 54 Abs. 1: there is no second objection of this kind.
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(kind="objection"),
                name="coordination_objection_once",
            ),
            # One at a time holds a matter up.
            models.UniqueConstraint(
                fields=["case"], condition=Q(outcome=""), name="coordination_objection_open"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_on__isnull=True)
                | (~Q(outcome="") & Q(settled_on__isnull=False)),
                name="coordination_objection_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.filed_on}"
