"""Attachments of a case and their immutable versions, in private storage."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models import Case

from ...council.models import Paper


class Attachment(models.Model):
    """A document of a case; frozen once it belongs to a paper."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    title = models.CharField(_("title"), max_length=200)
    is_public = models.BooleanField(_("may be published"), default=False)
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class StoredFile(models.Model):
    """When a file of the private storage was last compared with its name, and what was wrong."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    checked_at = models.DateTimeField(db_index=True)
    damage = models.CharField(max_length=8, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["sha256"],
                condition=~models.Q(damage=""),
                name="coordination_storedfile_wrong",
            )
        ]

    def __str__(self) -> str:
        return self.sha256


class AttachmentVersion(models.Model):
    """One stored file; the storage key is the sha256 of its content."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "number"], name="coordination_attachment_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
