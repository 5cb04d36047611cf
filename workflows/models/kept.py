"""What somebody has typed and not yet sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class KeptForm(models.Model):
    """What a person has typed into a form and not yet sent; kept so that nothing is lost."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form", "subject"], name="workflows_kept_form_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"
