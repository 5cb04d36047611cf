"""The outbox: what is to be told to whom, written with the act, delivered afterwards."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from ..enums import Channel
from .case import Case
from .deadline import Deadline
from .task import Task


class Notification(models.Model):
    """One message to one person over one channel. `key` makes its effect unique.

    Written by the thousand and read by what is due: so it has few indexes, and the database does
    not look up again the case, task and deadline that the same statement has just read. No row of
    those tables is ever deleted.
    """

    id = models.UUIDField(primary_key=True, db_default=RandomUUID(), editable=False)
    key = models.CharField(max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications", db_index=False
    )
    channel = models.CharField(max_length=8, choices=Channel.choices)
    template = models.CharField(max_length=40)
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="notifications",
        db_index=False,
        db_constraint=False,
    )
    task = models.ForeignKey(
        Task,
        models.PROTECT,
        null=True,
        related_name="notifications",
        db_index=False,
        db_constraint=False,
    )
    deadline = models.ForeignKey(
        Deadline,
        models.PROTECT,
        null=True,
        related_name="notifications",
        db_index=False,
        db_constraint=False,
    )
    event_seq = models.PositiveIntegerField(null=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    # The day on which a mail goes; null: not decided yet. What is due at once is one mail.
    digest_on = models.DateField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="workflows_notification_once")]
        indexes = [
            models.Index(
                fields=["channel", "send_at", "id"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="workflows_outbox",
            ),
            models.Index(
                fields=["recipient", "channel"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="workflows_outbox_of_person",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """A delivered notification as the person reads it in the application."""

    notification = models.OneToOneField(Notification, models.PROTECT, related_name="notice")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", db_index=False
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="workflows_notice_list"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True),
                name="workflows_notice_unread",
            ),
            # What is read by itself when its task is closed.
            models.Index(
                fields=["task"],
                condition=Q(read_at__isnull=True),
                name="workflows_notice_of_task",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
