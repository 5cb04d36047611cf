"""An uploaded list of measures, its problems row by row, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..enums import ImportStatus


class MeasureImport(models.Model):
    """One file on its way: checked first, imported when the person says so."""

    name = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    status = models.CharField(
        max_length=8, choices=ImportStatus.choices, default=ImportStatus.CHECKING
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    # Rows with a problem: [{"row": 3, "column": "frist", "code": "...", "text": "..."}]
    problems = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
