"""Co-signature: who was asked, what they answered, which conditions they set."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from ..enums import ConditionStatus, ItemStatus, Participation, SilenceEffect, VoteChoice
from .case import Case
from .organisation import Desk, Unit
from .task import StepRun


class CosignatureItem(models.Model):
    """One unit's part in one round of co-signature."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="cosignatures", db_index=False)
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    step = models.OneToOneField(StepRun, models.PROTECT, null=True, related_name="cosignature")
    participation = models.CharField(max_length=12, choices=Participation.choices)
    silence = models.CharField(max_length=12, choices=SilenceEffect.choices)
    # Why the unit is asked: the predicate of the route's rule, or "named" by the lead.
    reason = models.CharField(max_length=60)
    status = models.CharField(
        max_length=10, choices=ItemStatus.choices, default=ItemStatus.REQUESTED
    )
    requested_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    # A vote of an earlier round that still counts because the unit was not affected by the change.
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "unit"], name="workflows_cosignature_once"
            )
        ]

    def __str__(self) -> str:
        return f"unit {self.unit_id}, round {self.round}"


class Vote(models.Model):
    """An answer, append-only; changing a vote adds one that replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(CosignatureItem, models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=16, choices=VoteChoice.choices)
    text = models.TextField(blank=True)
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+", db_index=False)
    cast_at = models.DateTimeField()
    # `not_responsible` names the unit that should be asked instead.
    names_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_current=True), name="workflows_vote_one_current"
            ),
            models.CheckConstraint(
                condition=~Q(choice="refused") | ~Q(text=""),
                name="workflows_vote_refusal_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice} on {self.item_id}"


class Condition(models.Model):
    """A condition (Maßgabe) of a vote and what the lead answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="conditions", db_index=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="conditions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    status = models.CharField(
        max_length=10, choices=ConditionStatus.choices, default=ConditionStatus.OPEN
    )
    # Only where accepted: does the text change in substance (a new round for those affected)?
    material = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "round"], name="workflows_condition_round")]

    def __str__(self) -> str:
        return f"condition {self.pk}"


class Obligation(models.Model):
    """What the city bound itself to by accepting a condition; completion needs all of them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="obligations")
    condition = models.OneToOneField(Condition, models.PROTECT, related_name="obligation")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField()
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    fulfilled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fulfilled_at__isnull=True, fulfilled_by__isnull=True)
                | (Q(fulfilled_at__isnull=False, fulfilled_by__isnull=False) & ~Q(evidence="")),
                name="workflows_obligation_paired",
            )
        ]

    def __str__(self) -> str:
        return f"obligation {self.pk}"


class Question(models.Model):
    """A question before voting (Rückfrage): no vote, and the clock goes on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="questions")
    item = models.ForeignKey(CosignatureItem, models.PROTECT, null=True, related_name="questions")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="workflows_question_paired",
            )
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"
