"""The stations of a deliberation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case

from ..enums import ConsultationResult, ConsultationRole, MajorityRule
from .bodies import Organization
from .meetings import Meeting
from .papers import Paper


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
    # Which majority was needed, and whether too few were there to decide (GO NRW §§ 49, 50).
    majority_rule = models.CharField(
        _("majority needed"),
        max_length=12,
        choices=MajorityRule.choices,
        default=MajorityRule.SIMPLE,
        db_default=MajorityRule.SIMPLE,
    )
    lacks_quorum = models.BooleanField(
        _("lack of a quorum established"), default=False, db_default=False
    )
    referred_to = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The binding text of a decision; of a body that advises, what it would have changed.
    resolution_text = models.TextField(_("text of the resolution"), blank=True)
    # Of a station that is not public: why (GO NRW § 48 Abs. 2); shown to everybody.
    secrecy_reason = models.CharField(
        _("reason of secrecy"), max_length=200, blank=True, default="", db_default=""
    )
    # A correction after the minutes is a row of its own, counted from 1; 0 is what was recorded.
    correction = models.PositiveSmallIntegerField(default=0, db_default=0)
    correction_reason = models.TextField(
        _("why it was corrected"), blank=True, default="", db_default=""
    )
    # A person still has to say what follows from the correction.
    is_unsettled = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "attempt", "correction"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "position", "attempt", "correction"],
                name="coordination_consultation_attempt",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                # By a person, or by the council system whose excerpt came back.
                condition=Q(result="", recorded_at__isnull=True, recorded_by__isnull=True)
                | (~Q(result="") & Q(recorded_at__isnull=False)),
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
    def is_provisional(self) -> bool:
        """Whether the minutes of the session are not signed yet (GO NRW § 52)."""
        return bool(self.result) and (self.meeting is None or self.meeting.minutes_on is None)

    @property
    def recommends_changes(self) -> bool:
        """Whether it is advice to change the proposal; the paper's text stays as it is."""
        return self.result == ConsultationResult.AMENDED and self.role != ConsultationRole.DECISION

    @property
    def has_session(self) -> bool:
        """Whether a session is planned for it that takes place."""
        return self.meeting is not None and not self.meeting.is_cancelled
