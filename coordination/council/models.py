"""The council's side, in OParl's words: bodies, meetings, papers and their consultations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.enums import SignatureMark
from workflows.models import Case, Unit

from ..city.enums import OrganizationType
from ..city.models import District
from .enums import ConsultationResult, ConsultationRole, PaperType


class Organization(models.Model):
    """A body of the council (Gremium)."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    type = models.CharField(_("kind"), max_length=24, choices=OrganizationType.choices)
    member_count = models.PositiveSmallIntegerField(_("members"), null=True, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    # A rule of the city may let a committee's decisions be executed at once; else § 57 (4) holds.
    immediate_from = models.DateField(_("executed at once from"), null=True, blank=True)
    immediate_until = models.DateField(_("executed at once until"), null=True, blank=True)
    immediate_basis = models.CharField(
        _("rule of the city"), max_length=200, blank=True, default="", db_default=""
    )

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A session of a body."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("begin"))
    # Papers must have been signed by then (Redaktionsschluss), at the end of the day.
    closes_on = models.DateField(_("editorial deadline"))
    is_cancelled = models.BooleanField(default=False)
    # When invitation and papers left, as recorded or imported; else it is reckoned.
    dispatched_on = models.DateField(_("dispatched on"), null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "starts_at"], name="coordination_meeting_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.starts_at:%Y-%m-%d}"


class PaperNumber(models.Model):
    """The gap-free counter of a year; numbers are never used again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Paper(models.Model):
    """A paper (Drucksache) with its frozen text; a case has none, one or several."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    type = models.CharField(max_length=16, choices=PaperType.choices, default=PaperType.RESOLUTION)
    reference = models.CharField(_("paper number"), max_length=16, unique=True)
    name = models.CharField(_("title"), max_length=300)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_public = models.BooleanField(_("public"), default=True)
    text = models.JSONField()
    digest = models.BinaryField(max_length=32)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signature_mark = models.CharField(max_length=4)
    dated = models.DateField(_("date"))
    supplements = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supplemented_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=r"^\d{2}-\d{4}(/\d+)?$"),
                name="coordination_paper_reference",
            )
        ]

    def __str__(self) -> str:
        return f"DS {self.reference}"

    @property
    def signature(self) -> str:
        """The signature as it stands on paper: the mark of the desk, the person, for whom."""
        bare = {"", SignatureMark.NONE}
        mark = "" if self.signature_mark in bare else SignatureMark(self.signature_mark).label
        words = f"{mark} {self.signed_by}".strip()
        if self.signed_for is None:
            return words
        return gettext("%(signature)s, on behalf of %(name)s") % {
            "signature": words, "name": self.signed_for,
        }  # fmt: skip


class Consultation(models.Model):
    """A station of a case's deliberation: a body, its role, its session, its result.

    Before the final signature the chain is a plan (`paper` is empty); then it belongs to it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    position = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField(default=1)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="consultations")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    role = models.CharField(max_length=12, choices=ConsultationRole.choices)
    is_public = models.BooleanField(default=True)
    result = models.CharField(max_length=12, choices=ConsultationResult.choices, blank=True)
    result_text = models.CharField(_("result as recorded"), max_length=200, blank=True)
    yes = models.PositiveSmallIntegerField(_("yes"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("no"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    invalid = models.PositiveSmallIntegerField(_("invalid votes"), null=True, blank=True)
    biased = models.PositiveSmallIntegerField(_("excluded for bias"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("present"), null=True, blank=True)
    resolution_text = models.TextField(_("text of the resolution"), blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "attempt"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "position", "attempt"],
                name="coordination_consultation_attempt",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(result="", recorded_at__isnull=True, recorded_by__isnull=True)
                | (~Q(result="") & Q(recorded_at__isnull=False, recorded_by__isnull=False)),
                name="coordination_consultation_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(result="amended") | ~Q(role="decision") | ~Q(resolution_text=""),
                name="coordination_consultation_amended_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.organization_id}"

    @property
    def has_session(self) -> bool:
        """Whether a session is planned for it that takes place."""
        return self.meeting is not None and not self.meeting.is_cancelled
