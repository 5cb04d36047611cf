"""How messages leave the house: what a person chose, calendar feeds, webhooks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from ..enums import DeliveryMode


class DeliveryChoice(models.Model):
    """How a person gets the mails of one topic; without a row the topic's own way holds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delivery_choices"
    )
    topic = models.CharField(max_length=40)
    mode = models.CharField(max_length=8, choices=DeliveryMode.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"], name="workflows_deliverychoice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.mode}"


class FeedToken(models.Model):
    """The secret of a person's calendar feed; only its digest is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feed_tokens")
    digest = models.BinaryField(unique=True, max_length=32)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True),
                name="workflows_feedtoken_one_live",
            )
        ]

    def __str__(self) -> str:
        return f"feed of {self.person_id}"


class Webhook(models.Model):
    """An address of another system that hears of events; it gets keys and states, no texts."""

    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=64)
    # Kinds of cases that are told; empty: all.
    kinds = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """One call that is due or done; `key` makes its effect unique."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=100, unique=True)
    hook = models.ForeignKey(Webhook, models.PROTECT, related_name="calls")
    payload = models.JSONField()
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["send_at", "id"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="workflows_webhookcall_due",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Hold(models.Model):
    """While there is one nothing is delivered: somebody looks first at what would leave."""

    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"held since {self.since:%Y-%m-%d %H:%M}"
