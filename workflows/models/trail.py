"""The trail: one row per act, hash-chained per case, sealed daily; and the command ids."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .case import Case
from .organisation import Desk

UNTOLD = ("note",)
"""Acts that no page, export or other system is told of: what they are about is for some only."""


class Event(models.Model):
    """What happened to a case. Triggers refuse UPDATE, DELETE and TRUNCATE."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=60)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    # None: the system itself, e.g. the last vote moved the case or a period ended.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    caused_by = models.PositiveIntegerField(null=True)
    legal_basis = models.CharField(max_length=120, blank=True)
    # Keys, ids and choices that the act decided on; free text lies in EventText.
    data = models.JSONField(default=dict)
    form = models.PositiveSmallIntegerField(default=1)
    # From form 2 on: the digest of each part of a row that the act wrote, null where it is gone.
    rows = models.JSONField(null=True, editable=False)
    text_digest = models.BinaryField(max_length=32, null=True)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="workflows_event_gapless"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="workflows_event_seq_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.action}"


class EventText(models.Model):
    """The free text of an event; erasable where the law demands it, the chain stands."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="text")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"text of event {self.pk}"


class Seal(models.Model):
    """A signed digest over the heads of all cases; seals are chained and without gaps."""

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    cases = models.PositiveIntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedHead(models.Model):
    """The head of a case that moved since the seal before."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="heads")
    case = models.ForeignKey(Case, models.PROTECT, related_name="sealed_heads")
    seq = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "case"], name="workflows_sealedhead_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} at {self.seq}"


class Command(models.Model):
    """An id under which an act was sent: the same id again returns the first result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    payload_digest = models.BinaryField(max_length=32)
    result = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
