"""What a person keeps for themselves: resubmissions and watched cases. No part of the trail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .case import Case
from .deadline import Deadline
from .task import Task


class Resubmission(models.Model):
    """A case (or one task of it) that a person wants to see again on a day (Wiedervorlage)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="resubmissions"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="resubmissions")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="resubmissions"
    )
    due_on = models.DateField(_("on"))
    # So many working days before the end of a deadline, and the end from which the day was
    # reckoned: when that moves, the day moves with it. Without them the day stays.
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="resubmissions",
        db_index=False,
    )  # fmt: skip
    days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    reckoned_from = models.DateField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "case"],
                condition=Q(done_at__isnull=True),
                name="workflows_resubmission_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    deadline__isnull=True, days_before__isnull=True, reckoned_from__isnull=True
                )
                | Q(deadline__isnull=False, days_before__isnull=False, reckoned_from__isnull=False),
                name="workflows_resubmission_moves",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_on"],
                condition=Q(done_at__isnull=True),
                name="workflows_resubmission_open",
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(done_at__isnull=True, told_at__isnull=True),
                name="workflows_resubmission_due",
            ),
            models.Index(
                fields=["deadline"],
                condition=Q(done_at__isnull=True, deadline__isnull=False),
                name="workflows_resubmission_follows",
            ),
        ]

    def __str__(self) -> str:
        return f"resubmission of {self.case_id} on {self.due_on}"


class Watch(models.Model):
    """A person who wants to hear of a case; `told_seq` is the last event they heard of."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="watches")
    case = models.ForeignKey(Case, models.PROTECT, related_name="watches")
    since = models.DateTimeField()
    told_seq = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "case"], name="workflows_watch_once")
        ]
        indexes = [models.Index(fields=["case", "told_seq"], name="workflows_watch_case")]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.case_id}"
