"""One act on many tasks or deadlines: what was chosen, what would happen, what became of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from .case import Case
from .deadline import Deadline
from .task import Task


class BulkRun(models.Model):
    """A person's choice of items, and the act that is done to each of them."""

    class Status(models.TextChoices):
        """How far it is."""

        CHOOSING = "choosing", _("being chosen")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        WAITING = "waiting", _("begins in a moment")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.CHOOSING)
    act = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # Until then it can be called back; nobody has been told of anything.
    begins_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status="choosing"),
                name="workflows_bulkrun_one_choice",
            )
        ]
        indexes = [
            models.Index(
                fields=["moved_at"],
                condition=Q(status__in=("checking", "waiting", "running")),
                name="workflows_bulkrun_work",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.person_id}"


class BulkItem(models.Model):
    """One of them: a task or a deadline, and what is said of it."""

    class Status(models.TextChoices):
        """What becomes of it."""

        CHOSEN = "chosen", _("chosen")
        POSSIBLE = "possible", _("possible")
        BARRED = "barred", _("not possible")
        DONE = "done", _("done")
        REFUSED = "refused", _("not done")
        LEFT = "left", _("left out")

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+", db_index=False)
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The same command again is the same act: whoever goes on after a crash does nothing twice.
    command = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.CHOSEN)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "task"], name="workflows_bulkitem_one_task"),
            models.UniqueConstraint(
                fields=["run", "deadline"], name="workflows_bulkitem_one_deadline"
            ),
        ]
        indexes = [
            models.Index(fields=["run", "status", "position"], name="workflows_bulkitem_next")
        ]

    def __str__(self) -> str:
        return f"item {self.position} of {self.run_id}"
