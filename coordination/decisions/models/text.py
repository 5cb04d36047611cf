"""The frozen versions of a case's text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from workflows.models import Case


class TextVersion(models.Model):
    """The text of a case as it stood when it was submitted, asked about, changed or signed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=40)
    content = models.JSONField()
    digest = models.BinaryField(max_length=32)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="coordination_text_number")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of case {self.case_id}"
