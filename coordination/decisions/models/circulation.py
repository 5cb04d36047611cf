"""What a circulation says of an office beside the rules: planned, sent, and spared again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from workflows.enums import Participation
from workflows.models import Case, Unit


class CirculationEntry(models.Model):
    """An office in one round of co-signature: its own date, a word to it, whether it was added.

    Until it is sent it is a plan that the secretariat alone reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="circulation")
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    # How an office takes part that no rule names; empty where a rule says it.
    participation = models.CharField(max_length=12, choices=Participation.choices, blank=True)
    due_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    spared_at = models.DateTimeField(null=True, blank=True)
    spared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    spared_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "unit"], name="coordination_circulation_once"
            ),
            models.CheckConstraint(
                condition=Q(spared_at__isnull=True, spared_because="")
                | (Q(spared_at__isnull=False, sent_at__isnull=False) & ~Q(spared_because="")),
                name="coordination_circulation_spared",
            ),
        ]

    def __str__(self) -> str:
        return f"unit {self.unit_id} in round {self.round}"
