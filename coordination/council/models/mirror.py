"""What a council system has published, beside what the house has decided itself (ADR).

Keys are OParl ids in their normal form. References are keys too, without a foreign key: a source
may name what it does not (yet) show.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import ConsultationResult
from .bodies import Organization
from .sources import CouncilSource

KEY = 500
"""The longest id that is taken."""


class SourceObject(models.Model):
    """An object of a source as it came, vendors' own properties too; gone: without its content."""

    source = models.ForeignKey(CouncilSource, models.PROTECT, related_name="objects_of")
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=KEY, unique=True)
    created = models.DateTimeField(null=True)
    modified = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=32)
    raw = models.JSONField(null=True)
    deleted_at = models.DateTimeField(null=True)
    # When an import last wrote it.
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "id"], name="coordination_source_kind"),
            models.Index(fields=["changed_at", "id"], name="coordination_source_changed"),
        ]

    def __str__(self) -> str:
        return self.key


class SourceOrganization(models.Model):
    """A body, group or office of a source; `body`: ours, as the council office has linked it."""

    of = models.OneToOneField(
        SourceObject, models.CASCADE, primary_key=True, related_name="organization"
    )
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    type = models.CharField(max_length=60, blank=True)
    classification = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    body = models.ForeignKey(Organization, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class SourceMeeting(models.Model):
    """A session of a source; `ends_at` is empty where the source gives an end before the begin."""

    of = models.OneToOneField(
        SourceObject, models.CASCADE, primary_key=True, related_name="meeting"
    )
    name = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField(null=True, db_index=True)
    ends_at = models.DateTimeField(null=True)
    is_cancelled = models.BooleanField(default=False)
    state = models.CharField(max_length=40, blank=True)
    # All bodies that meet; the first one leads.
    organization_keys = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class SourceItem(models.Model):
    """An agenda item of a source with its result; a result that a person confirmed stays.

    `result_text` is the source's own words, `result` what the house reads in them ("unknown": a
    person has to say; empty: nothing was said).
    """

    key = models.CharField(max_length=KEY, unique=True)
    meeting = models.ForeignKey(SourceMeeting, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=1000, blank=True)
    is_public = models.BooleanField(default=True)
    secrecy_reason = models.CharField(_("reason of secrecy"), max_length=200, blank=True)
    consultation_key = models.CharField(max_length=KEY, blank=True)
    result_text = models.CharField(max_length=300, blank=True)
    resolution_text = models.TextField(blank=True)
    result = models.CharField(max_length=12, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(
                fields=["result_text"],
                condition=Q(result="unknown"),
                name="coordination_item_unknown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_result_display(self) -> str:
        """The result in words."""
        return str(dict(ConsultationResult.choices).get(self.result, ""))


class SourcePaper(models.Model):
    """A paper of a source; no case of the house."""

    of = models.OneToOneField(SourceObject, models.CASCADE, primary_key=True, related_name="paper")
    reference = models.CharField(max_length=60, blank=True, db_index=True)
    name = models.CharField(max_length=1000, blank=True)
    type = models.CharField(max_length=100, blank=True)
    dated = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-dated", "-of"], name="coordination_sourcepaper_dated")]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"


class SourceConsultation(models.Model):
    """A station of a paper of a source: which body, in which session, under which item."""

    key = models.CharField(max_length=KEY, unique=True)
    paper = models.ForeignKey(SourcePaper, models.CASCADE, related_name="consultations")
    position = models.PositiveIntegerField()
    item_key = models.CharField(max_length=KEY, blank=True, db_index=True)
    meeting_key = models.CharField(max_length=KEY, blank=True)
    organization_key = models.CharField(max_length=KEY, blank=True)
    role_text = models.CharField(max_length=100, blank=True)
    # A ConsultationRole, or empty where the words of the source are not known.
    role = models.CharField(max_length=12, blank=True)
    is_decision = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key
