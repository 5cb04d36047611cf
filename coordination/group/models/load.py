"""How much an office can carry, and what the law makes it carry anyway: dated rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, Unit
from workflows.models.validity import DatedQuerySet

MOST = 5000
"""Items; more no office counts."""


class OfficeCapacity(models.Model):
    """So many open items an office can carry from a day on; the latest figure counts."""

    # The register of the group, whose trail binds the row.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    items = models.PositiveIntegerField(_("open items"))
    valid_from = models.DateField(_("from"))
    note = models.CharField(_("basis"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"], name="coordination_capacity_once"
            ),
            models.CheckConstraint(
                condition=Q(items__lte=MOST), name="coordination_capacity_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.items} from {self.valid_from}"


class StatutoryQuerySet(DatedQuerySet["StatutoryWork"]):
    """Statutory work, by day."""


class StatutoryWork(models.Model):
    """Work that the law gives an office and that takes capacity, for a time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(_("statutory work"), max_length=200)
    norm = models.CharField(_("norm"), max_length=200)
    items = models.PositiveIntegerField(_("takes so many items"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[StatutoryQuerySet] = StatutoryQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="coordination_statutory_lasts",
            ),
            models.CheckConstraint(
                condition=Q(items__lte=MOST), name="coordination_statutory_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.title
