"""Drafts of answers, contributions to them, which nobody else sees; how an office works inside."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from workflows.enums import VoteChoice
from workflows.models import Case, CosignatureItem, Desk, SubjectQuerySet, Unit

from .enums import ContributionState, DraftState

MOST_DAYS = 20
"""Working days; a draft that is due earlier would be due before it was asked for."""


MOST_LEAD_DAYS = 30
"""Working days that an office may say it needs for a co-signature; 0: nothing beyond its period."""


class AnswerDraftQuerySet(SubjectQuerySet["AnswerDraft"]):
    """Drafts, as seen by somebody: the office alone."""


class AnswerDraft(models.Model):
    """What a clerk proposes that the office should answer; no answer before it is signed."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="answer_draft")
    item = models.ForeignKey(CosignatureItem, models.PROTECT, related_name="drafts")
    # The office that answers, and the desk that drafts for it.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    wanted_on = models.DateField()
    choice = models.CharField(max_length=16, choices=VoteChoice.choices, blank=True)
    text = models.TextField(blank=True)
    conditions = models.JSONField(default=list, blank=True)
    names_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Whom the drafter stood in for.
    drafter_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    written_at = models.DateTimeField(null=True, blank=True)
    is_live = models.BooleanField(default=True)

    objects: ClassVar[AnswerDraftQuerySet] = AnswerDraftQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_live=True), name="coordination_draft_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return str(DraftState(self.case.state).label)

    @property
    def tone(self) -> str:
        """The colour of that."""
        return "warning" if self.case.state == DraftState.UNSIGNED else "info"


class ContributionQuerySet(SubjectQuerySet["Contribution"]):
    """Contributions, as seen by somebody: the office that asks and the one that is asked."""


class Contribution(models.Model):
    """What one office asks another for before it answers; depth two (`parent`)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="contribution")
    item = models.ForeignKey(CosignatureItem, models.PROTECT, related_name="contributions")
    # The contribution that this one serves; none where it serves the answer itself.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="further")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    wanted_on = models.DateField()
    question = models.TextField()
    text = models.TextField(blank=True)
    # Why the office did not wait for what it had asked for itself.
    over = models.TextField(blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    given_at = models.DateTimeField(null=True, blank=True)
    is_live = models.BooleanField(default=True)

    objects: ClassVar[ContributionQuerySet] = ContributionQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit"],
                condition=Q(is_live=True),
                name="coordination_contribution_one_live",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True)
                | Q(given_at__isnull=False, given_by__isnull=False),
                name="coordination_contribution_given",
            ),
        ]

    def __str__(self) -> str:
        return f"contribution {self.pk}"

    @property
    def asking_unit(self) -> Unit:
        """The office that asked."""
        return self.parent.unit if self.parent else self.item.unit

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return str(ContributionState(self.case.state).label)

    @property
    def tone(self) -> str:
        """The colour of that."""
        return "success" if self.case.state in ("given", "used") else "info"


class SignedOver(models.Model):
    """An office has answered before a contribution that it had asked for was there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The matter, whose file it belongs to.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(CosignatureItem, models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item_id} signed over a request"


class OfficePractice(models.Model):
    """How an office works inside, from a day on; the latest that has begun counts."""

    # The register of the offices' practice, whose trail binds the row.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(_("working days before the office's own date"))
    four_eyes = models.BooleanField(_("whoever drafts does not sign"), default=False)
    valid_from = models.DateField(_("from"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"], name="coordination_practice_once"
            ),
            models.CheckConstraint(
                condition=Q(days__lte=MOST_DAYS), name="coordination_practice_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} from {self.valid_from}"


class LeadTime(models.Model):
    """How long an office needs for a co-signature, from a day on; the latest that has begun counts.

    The secretariat sees it when it prepares a circulation, and sets the date.
    """

    # As above.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # Working days; 0: nothing beyond the period of the route.
    days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"], name="coordination_lead_time_once"
            ),
            models.CheckConstraint(
                condition=Q(days__lte=MOST_LEAD_DAYS), name="coordination_lead_time_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} from {self.valid_from}"
