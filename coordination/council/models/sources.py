"""Council systems that are read by OParl: which, when, how far, what was odd, what contradicts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .consultations import Consultation


class CouncilSource(models.Model):
    """A council system, or a folder with what one has published."""

    address = models.CharField(_("address"), max_length=500, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    # The next import asks for what has changed since; empty until one has been finished.
    read_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or self.address


class CouncilImport(models.Model):
    """One import from a source; what is unfinished goes on where it broke off.

    `cursor` is {list: address of the next page, empty once the list is read}; `counts` is
    {kind: {"created": n, "changed": n, "unchanged": n, "deleted": n}}.
    """

    class Status(models.TextChoices):
        """How an import stands."""

        RUNNING = "running", _("not finished")
        DONE = "done", _("finished")
        PARTLY = "partly", _("broken off in part")

    source = models.ForeignKey(CouncilSource, models.CASCADE, related_name="imports")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # What has changed since this moment was asked for; empty: everything.
    since = models.DateTimeField(null=True, blank=True)
    cursor = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.begun_at:%Y-%m-%d}"


class CouncilOddity(models.Model):
    """Something in a source that is not as OParl wants it: how often, and one example."""

    council_import = models.ForeignKey(CouncilImport, models.CASCADE, related_name="oddities")
    kind = models.CharField(max_length=32)
    count = models.PositiveIntegerField()
    example = models.CharField(max_length=500)

    class Meta:
        ordering = ["-count", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["council_import", "kind"], name="coordination_council_oddity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class CouncilConflict(models.Model):
    """A source says otherwise than what a person has confirmed here: a person decides."""

    class Kind(models.TextChoices):
        """What contradicts what."""

        CONFIRMED = "confirmed", _("The council system has another result than was confirmed here.")
        RECORDED = "recorded", _("The council system has another result than the station here.")
        GONE = "gone", _("The council system no longer has this agenda item.")

    class Decision(models.TextChoices):
        """What the council office has decided."""

        KEPT = "kept", _("What stands here is right")
        TAKEN = "taken", _("What the council system says is right")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    council_import = models.ForeignKey(CouncilImport, models.CASCADE, related_name="conflicts")
    item_key = models.CharField(max_length=500)
    subject = models.CharField(max_length=300)
    ours = models.CharField(max_length=300)
    theirs = models.CharField(max_length=300, blank=True)
    consultation = models.ForeignKey(
        Consultation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            # What was decided once is not asked again.
            models.UniqueConstraint(
                fields=["item_key", "kind", "ours", "theirs"], name="coordination_conflict_once"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="coordination_conflict_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_key}"
