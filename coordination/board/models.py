"""Sessions of the executive board, their items, and items that come again (GO NRW § 70)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case

from .enums import ItemKind, ItemOutcome


class BoardSession(models.Model):
    """A session. Once its agenda is closed, what comes later is marked with a reason."""

    held_on = models.DateField(_("date of the session"), unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.CharField(_("number of the minutes"), max_length=60, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}"


class BoardItem(models.Model):
    """A point of an agenda; one of the block list is agreed to without discussion."""

    session = models.ForeignKey(BoardSession, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="board_items"
    )
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("what it is about"), blank=True)
    is_discussed = models.BooleanField(_("with discussion"), default=True)
    late_reason = models.TextField(_("why it comes late"), blank=True)
    outcome = models.CharField(max_length=10, choices=ItemOutcome.choices, blank=True)
    agreed = models.TextField(_("what was agreed"), blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case"],
                condition=Q(case__isnull=False),
                name="coordination_boarditem_case",
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.CASE, case__isnull=False)
                | (~Q(kind=ItemKind.CASE) & Q(case__isnull=True)),
                name="coordination_boarditem_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BoardRecurring(models.Model):
    """What stands on every agenda from one day to another."""

    title = models.CharField(_("title"), max_length=300)
    is_discussed = models.BooleanField(_("with discussion"), default=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="coordination_boardrecurring_lasts",
            )
        ]

    def __str__(self) -> str:
        return self.title
