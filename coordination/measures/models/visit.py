"""When somebody last looked at a case, so that its page can say what is new since then."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from workflows.models import Case


class Visit(models.Model):
    """How far a person has read the trail of a case.

    `seen_before` is the end of the trail at the visit before: what came after it stays marked
    as new while the visit goes on, also when the page is loaded again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="visits")
    seen = models.PositiveIntegerField()
    seen_before = models.PositiveIntegerField()
    began_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "case"], name="coordination_visit_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.case_id} up to {self.seen}"
