"""Who may look into which matter until when, and each look."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from workflows.models import Case, SubjectQuerySet


class InspectionQuerySet(SubjectQuerySet["Inspection"]):
    """Inspections, as seen by somebody: council office and mayor."""


class Inspection(models.Model):
    """A member of the council may read the file of one matter up to a day."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="inspection")
    matter = models.ForeignKey(Case, models.PROTECT, related_name="inspections")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="inspections")
    until = models.DateField()
    reason = models.TextField()

    objects: ClassVar[InspectionQuerySet] = InspectionQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    def __str__(self) -> str:
        return f"inspection of {self.matter_id}"


class InspectionLook(models.Model):
    """One look into the file; never changed."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    # What was opened: empty for the file itself, else the name of an attachment.
    what = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"look {self.pk}"
