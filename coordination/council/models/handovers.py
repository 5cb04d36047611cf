"""Papers in a council system: each station handed over, and what came back of it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import CouncilSystem, ExcerptStatus, HandOverState
from .consultations import Consultation


class HandOver(models.Model):
    """A station of a paper in a council system: handed over, scheduled, decided, returned.

    Until its excerpt is back a result is provisional (GO NRW § 52): it holds, its periods run from
    the day of the resolution, but the work begins only if the mayor says so.
    """

    consultation = models.OneToOneField(
        Consultation, models.CASCADE, related_name="hand_over", verbose_name=_("station")
    )
    system = models.CharField(max_length=8, choices=CouncilSystem.choices)
    handed_at = models.DateTimeField(_("handed over"))
    scheduled_at = models.DateTimeField(_("scheduled"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    # The mayor lets the work begin before the excerpt is back; the reason stands in the trail.
    accepted_at = models.DateTimeField(_("accepted as provisional"), null=True, blank=True)

    # Whether its session is over, and by when its excerpt is due; the list of what is out says so.
    is_late = False
    due_on: date | None = None

    class Meta:
        indexes = [
            models.Index(
                fields=["handed_at"],
                condition=Q(returned_at__isnull=True),
                name="coordination_handover_out",
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.state.label}"

    @property
    def state(self) -> HandOverState:
        """How far it is."""
        if self.returned_at:
            return HandOverState.RETURNED
        if self.decided_at:
            return HandOverState.DECIDED
        return HandOverState.SCHEDULED if self.scheduled_at else HandOverState.HANDED_OVER

    @property
    def is_provisional(self) -> bool:
        """Whether a result is recorded whose excerpt has not come back."""
        return self.decided_at is not None and self.returned_at is None


class Excerpt(models.Model):
    """What a council system said about a station; what a person has to look at waits for one.

    `content` is what was read, as it was written; `problem` is why nothing was done with it.
    """

    system = models.CharField(max_length=8, choices=CouncilSystem.choices)
    name = models.CharField(_("name"), max_length=200)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("received"))
    content = models.JSONField()
    status = models.CharField(max_length=8, choices=ExcerptStatus.choices)
    problem = models.CharField(max_length=32, blank=True)
    consultation = models.ForeignKey(
        Consultation, models.SET_NULL, null=True, blank=True, related_name="excerpts"
    )
    note = models.CharField(_("what was done"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            # The same excerpt once, however often it is brought.
            models.UniqueConstraint(fields=["system", "digest"], name="coordination_excerpt_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, note="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(note="")),
                name="coordination_excerpt_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(status="open"),
                name="coordination_excerpt_open",
            )
        ]

    def __str__(self) -> str:
        return self.name
