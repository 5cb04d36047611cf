"""Deadlines, what was done to them, and the rungs of the ladder that they have reached."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from ..enums import DeadlineChange, DeadlineStatus
from .case import Case
from .task import StepRun

LIVE = Q(status__in=[DeadlineStatus.RUNNING, DeadlineStatus.PAUSED])


class Deadline(models.Model):
    """A date until which something is to be done; the due day ends at the next midnight.

    `effect` names the act that the clock does when the moment has passed; empty: no effect.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    step = models.ForeignKey(
        StepRun, models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    status = models.CharField(
        max_length=8, choices=DeadlineStatus.choices, default=DeadlineStatus.RUNNING
    )
    effect = models.CharField(max_length=40, blank=True)
    # The moment of each rung of the route's ladder, in its order; null: left out here. Reckoned
    # when the deadline is set, so that the tick needs no calendar.
    rungs = ArrayField(models.DateTimeField(null=True), default=list, blank=True)
    next_rung = models.PositiveSmallIntegerField(null=True, blank=True)
    next_rung_at = models.DateTimeField(null=True, blank=True)
    # While paused: the working days that are left (BGB § 209).
    remaining = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(LIVE & Q(closed_at__isnull=True)) | (~LIVE & Q(closed_at__isnull=False)),
                name="workflows_deadline_closed_iff_over",
            ),
            models.CheckConstraint(
                condition=Q(status=DeadlineStatus.PAUSED, remaining__isnull=False)
                | (~Q(status=DeadlineStatus.PAUSED) & Q(remaining__isnull=True)),
                name="workflows_deadline_remaining_iff_paused",
            ),
            models.CheckConstraint(
                condition=Q(next_rung_at__isnull=True) | Q(status=DeadlineStatus.RUNNING),
                name="workflows_deadline_climbs_only_running",
            ),
            models.UniqueConstraint(
                fields=["step"],
                condition=LIVE & Q(step__isnull=False),
                name="workflows_deadline_one_per_step",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(status="running") & ~Q(effect=""),
                name="workflows_deadline_effects",
            ),
            models.Index(
                fields=["next_rung_at", "id"],
                condition=Q(next_rung_at__isnull=False),
                name="workflows_deadline_rungs",
            ),
            models.Index(fields=["case"], condition=LIVE, name="workflows_deadline_running"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} until {self.due_on}"

    @property
    def step_or_own(self) -> UUID:
        """The key under which the trail knows it: a step has one deadline."""
        return self.step_id or self.pk


class DeadlineEntry(models.Model):
    """One line of a deadline's ledger: extended, paused, announced, seen, reminded by hand."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="entries", db_index=False)
    change = models.CharField(max_length=12, choices=DeadlineChange.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    event_seq = models.PositiveIntegerField()
    due_before = models.DateField()
    due_after = models.DateField(null=True, blank=True)
    # Working days left when it was paused.
    remaining = models.PositiveSmallIntegerField(null=True, blank=True)
    # The day that was announced, or until when the ladder rests once a superior has seen it.
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["deadline", "at"], name="workflows_deadlineentry_list")]

    def __str__(self) -> str:
        return f"{self.change} {self.deadline_id}"


class Reminder(models.Model):
    """A rung that a deadline has reached; each once for each due day.

    After an outage only the highest rung tells people; those below are kept as `is_skipped`.
    """

    # The unique constraint finds the rungs of a deadline.
    deadline = models.ForeignKey(
        Deadline,
        models.PROTECT,
        related_name="reminders",
        db_index=False,
        db_constraint=False,  # as for messages: written by the thousand, with its deadline at hand
    )
    level = models.CharField(max_length=8)
    due_on = models.DateField()
    rung_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    is_skipped = models.BooleanField(default=False)
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "level", "due_on"], name="workflows_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} of {self.deadline_id}"
