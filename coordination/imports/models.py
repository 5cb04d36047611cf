"""An uploaded list of measures, its problems row by row, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .enums import ImportStatus


class MeasureImport(models.Model):
    """One file on its way: checked first, imported when the person says so.

    `created`, `updated` and `unchanged` say what would become of the rows while the file is
    checked, and what has become of them from the start of the import on. No rows at all means
    that the file cannot be used as it is.
    """

    name = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    command = models.UUIDField(unique=True, null=True, editable=False)
    status = models.CharField(
        max_length=8, choices=ImportStatus.choices, default=ImportStatus.CHECKING
    )
    takes_good_rows = models.BooleanField(default=False)
    # Its measures were decided already: their days may lie in the past.
    # What its rows become: the kind of a case.
    kind = models.CharField(max_length=12, default="measure", db_default="measure")
    is_stock = models.BooleanField(default=False, db_default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    # The first rows as they are shown: [{"row", "number", "title", "lead", "fate", "state"}].
    sample = models.JSONField(default=list)
    # What would be made: {"implementation": {"rows", "milestones", "reached", "reports"}, …}.
    groups = models.JSONField(default=dict, db_default={})
    # A list whose rows this one repeats under another name; the person is warned.
    similar_source = models.CharField(max_length=60, blank=True)
    # When the work last went on: who waits for longer may have it continued.
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["uploaded_by", "-id"], name="coordination_import_of"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def good(self) -> int:
        """How many rows have no problem."""
        return self.rows - self.faulty


class ImportProblem(models.Model):
    """A problem of an uploaded file by row and column; the text is made from code and details."""

    measure_import = models.ForeignKey(MeasureImport, models.CASCADE, related_name="problems")
    # As a spreadsheet program counts, the heading being row 1; 0 is the file as a whole.
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["row", "id"]
        indexes = [
            models.Index(
                fields=["measure_import", "row", "id"], name="coordination_import_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.code}"
