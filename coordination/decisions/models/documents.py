"""What offices still need before they can answer (Nachforderung)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid7

from workflows.models import Case, CosignatureItem, Desk, Unit


class RequestEnd(models.TextChoices):
    """Why the clock goes on."""

    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")
    OVER = "over", _("longest time over")
    VOID = "void", _("no longer needed")


class DocumentRequest(models.Model):
    """A request for what is missing: as long as it is open, the clocks that it stops stand still.

    Without an item it is the secretariat's and stops those of all offices.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="document_requests")
    item = models.ForeignKey(CosignatureItem, models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    text = models.TextField()
    # After this day the clocks go on, answered or not: it silences nothing for ever.
    limit_on = models.DateField()
    end = models.CharField(max_length=10, choices=RequestEnd.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True)
                | (~Q(end="") & Q(ended_at__isnull=False)),
                name="coordination_documents_end_paired",
            )
        ]

    def __str__(self) -> str:
        return f"document request {self.pk}"

    @property
    def stops_all(self) -> bool:
        """Whether the clocks of all offices stand still."""
        return self.item_id is None
