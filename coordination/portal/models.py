"""What the city shows to everybody by OParl, exactly as it is sent; and whether it does at all."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from ..followup.models import FollowUp


class OparlRelease(models.Model):
    """A decision of the city about its public endpoint; the last one is in force, all are kept."""

    is_released = models.BooleanField(_("The endpoint answers"), default=False)
    # Of an item that is not public its title is shown; else only the reason of secrecy.
    shows_titles = models.BooleanField(_("Titles of items that are not public"), default=False)
    shows_functions = models.BooleanField(_("Functions of the city's management"), default=False)
    shows_history = models.BooleanField(_("What was imported from a council system"), default=False)
    secrecy = models.CharField(
        _("Reason of secrecy where none is recorded"), max_length=200, default="", blank=True
    )
    ags = models.CharField(_("Official municipality key (AGS)"), max_length=8, blank=True)
    license = models.URLField(_("Licence"), max_length=200, blank=True)
    contact_name = models.CharField(_("Contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("E-mail of the contact"), blank=True)
    # A list of objects with name, starts and ends (dates as text, the end may be empty).
    terms = models.JSONField(_("Electoral terms"), default=list)
    # On whose decision: resolution, order of the mayor.
    basis = models.CharField(_("On what basis"), max_length=200)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.decided_at:%Y-%m-%d} {self.is_released}"


class PublicObject(models.Model):
    """An object as it is sent. `content` is its JSON; withdrawn, it is the tombstone.

    `owner` is what of the house it is made of ("p17": paper 17), so that what is no longer wanted
    of it is found. `sha256`, `media_type` and `file_name` are of the files.
    """

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=40)
    owner = models.CharField(max_length=24, db_index=True)
    content = models.TextField()
    digest = models.BinaryField(max_length=32)
    created = models.DateTimeField()
    modified = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="coordination_public_once")
        ]
        indexes = [
            models.Index(
                fields=["kind", "id"],
                condition=Q(deleted_at__isnull=True),
                name="coordination_public_list",
            ),
            models.Index(fields=["kind", "modified"], name="coordination_public_changed"),
            models.Index(fields=["kind", "created"], name="coordination_public_created"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class PublicationState(models.Model):
    """How far publishing is: one row."""

    # Up to which event of the trail its papers were looked at.
    last_event = models.BigIntegerField(default=0)
    whole_at = models.DateTimeField(null=True)
    # Under which release and address everything was last made.
    release = models.ForeignKey(OparlRelease, models.SET_NULL, null=True, related_name="+")
    base = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.last_event}"


class PublicSubscription(models.Model):
    """An address that follows one entry, or all of them; nothing goes to it before it is confirmed.

    Nothing is kept of the person but the address. It is deleted when it ends.
    """

    email = models.EmailField(max_length=254)
    # Nothing: everything that is public.
    item = models.ForeignKey(
        FollowUp, models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Up to when it has been told what is new.
    told_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "item"],
                nulls_distinct=False,
                name="coordination_publicsubscription_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["told_until", "id"],
                condition=Q(confirmed_at__isnull=False),
                name="coordination_publicsub_told",
            )
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class PublicMail(models.Model):
    """A mail to a subscription, written together with what it is about and sent later, once.

    Its key makes the Message-ID, so that a mail sent twice by an accident is known as one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(PublicSubscription, models.CASCADE, related_name="mails")
    # No items: the question whether the address wants it.
    items = models.JSONField(default=list)
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["send_at", "id"],
                condition=Q(sent_at__isnull=True),
                name="coordination_publicmail_due",
            )
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
