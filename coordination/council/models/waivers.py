"""Rules of the chain that were not kept, with the reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from workflows.models import Case


class ChainWaiver(models.Model):
    """A demand on a chain that does not hold for this case, for a reason that is kept.

    Only a demand of the city's own rules may be waived, never one of the law (domain 2.4).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="chain_waivers")
    demand = models.CharField(max_length=40)
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "demand"], name="coordination_waiver_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.demand}"
