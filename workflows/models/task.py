"""Steps and their tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from ..enums import StepMode, TaskStatus
from .case import Case
from .organisation import Desk


class StepRun(models.Model):
    """What a state, a consultation, a condition or a milestone waits for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=8, choices=StepMode.choices, default=StepMode.ALL)
    # What the step is about, e.g. "item:<id>" or "consultation:12"; empty: the case as a whole.
    subject = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key", "subject"],
                condition=Q(closed_at__isnull=True),
                name="workflows_steprun_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}"


class Task(models.Model):
    """One desk's part of a step: addressed to the desk, claimed and done by a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    step = models.ForeignKey(StepRun, models.PROTECT, related_name="tasks")
    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="tasks", db_index=False)
    # The desk that was meant; differs from `desk` where that one was vacant or the task went up.
    addressed_to = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=TaskStatus.choices, default=TaskStatus.OPEN)
    opened_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claimed_tasks",
        db_index=False,
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    # The moment after which it is late (exclusive): a copy of the running deadline, for the inbox.
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_tasks",
        db_index=False,
    )
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "waiting"], closed_at__isnull=True)
                | Q(status__in=["done", "void"], closed_at__isnull=False),
                name="workflows_task_closed_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="workflows_task_claim_paired",
            ),
            models.UniqueConstraint(
                fields=["step", "addressed_to"],
                condition=Q(status__in=["open", "waiting"]),
                name="workflows_task_one_per_desk",
            ),
        ]
        indexes = [
            # With the moment of opening, so that sorting by age visits no row.
            models.Index(
                fields=["desk", "due_at", "id"],
                include=["opened_at"],
                condition=Q(status="open", claimed_by__isnull=True),
                name="workflows_task_desk_inbox",
            ),
            models.Index(
                fields=["claimed_by", "due_at", "id"],
                condition=Q(status="open", claimed_by__isnull=False),
                name="workflows_task_own_inbox",
            ),
            # What colleagues have in hand; the claimer stands in it for the same reason.
            models.Index(
                fields=["desk", "due_at", "id"],
                include=["claimed_by", "opened_at"],
                condition=Q(status="open", claimed_by__isnull=False),
                name="workflows_task_desk_taken",
            ),
            models.Index(
                fields=["case"],
                condition=Q(status__in=["open", "waiting"]),
                name="workflows_task_live",
            ),
            # What a desk leaves when it is vacant or closed, and what comes back to it.
            models.Index(
                fields=["desk"],
                condition=Q(status__in=["open", "waiting"]),
                name="workflows_task_desk_live",
            ),
            models.Index(
                fields=["addressed_to"],
                condition=Q(status__in=["open", "waiting"]),
                name="workflows_task_meant_live",
            ),
            # What is late, of all desks.
            models.Index(
                fields=["due_at"],
                include=["case"],
                condition=Q(status="open"),
                name="workflows_task_late",
            ),
            models.Index(
                fields=["closed_by", "-closed_at"],
                condition=Q(status="done"),
                name="workflows_task_done_by",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"
