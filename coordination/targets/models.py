"""The council's target, its objectives and their measured values (domain 2.6)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.enums import UnitKind
from workflows.models import Case, SubjectQuerySet, Unit
from workflows.models.sought import Words

from ..city.rules import OUTSIDE
from ..council.enums import DecisionPath
from .enums import ObjectiveStatus, Rhythm

CROSS_SECTION = ("finance", "legal", "personnel", "organisation")
"""Function keys of the cross-section offices; they are asked, they do not carry the work."""


class TargetQuerySet(SubjectQuerySet["Target"]):
    """Targets, as seen by somebody."""


class Target(models.Model):
    """What the council wants to have reached, and within which time."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="target")
    reference = models.CharField(_("file number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("lead"))
    facts = models.TextField(_("facts and reasons"), blank=True)
    proposal = models.TextField(_("proposed resolution"), blank=True)
    starts_on = models.DateField(_("time frame from"), null=True, blank=True)
    ends_on = models.DateField(_("time frame until"), null=True, blank=True)
    council_public = models.BooleanField(_("public in the council"), default=True)
    # By which paper it holds as it stands: the one of the resolution, or of its last change.
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    resolved_by = models.CharField(_("resolved by"), max_length=120, blank=True)
    paper = models.CharField(_("paper number"), max_length=40, blank=True)

    objects: ClassVar[TargetQuerySet] = TargetQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    # What the council decides can tell of itself: a target binds the whole city and costs nothing.
    decision_path: str = DecisionPath.COUNCIL.value
    is_urgent: bool = False
    is_current_administration: bool | None = None
    cost: Decimal | None = None
    total_cost: Decimal = Decimal(0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                name="coordination_target_time_frame",
            ),
        ]
        indexes = [
            GinIndex(
                Words("title", "facts", "proposal"),
                fastupdate=False,
                name="coordination_target_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def impacts(self) -> frozenset[str]:
        """A matter of principle that the council decides itself (GO NRW § 41 Abs. 1)."""
        return frozenset({"fundamental", "council_catalogue"})

    def partner_ids(self) -> tuple[int, ...]:
        """The offices that are responsible for an objective co-sign."""
        return tuple(dict.fromkeys(unit.pk for unit in self._offices()))

    def operative_partners(self) -> tuple[Unit, ...]:
        """Those of them that do the work."""
        return tuple(unit for unit in self._offices() if unit.function not in CROSS_SECTION)

    def district_units(self) -> tuple[int, ...]:
        """It holds for the whole city."""
        return ()

    def field_ids(self) -> tuple[int, ...]:
        """It holds for every field of action: only a mandate for all of them covers it."""
        return ()

    def district_keys(self) -> tuple[str, ...]:
        """It holds for the whole city."""
        return ()

    def _offices(self) -> list[Unit]:
        named = self.objectives.exclude(office=None).exclude(office__kind__in=OUTSIDE)
        rows = named.select_related("office", "office__successor").order_by("position")
        found = [row.office.successor or row.office for row in rows if row.office is not None]
        return list({unit.pk: unit for unit in found}.values())


class Objective(models.Model):
    """A part of a target that can be measured: from a value on a day to a value on a day."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("objective"), max_length=300)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    unit = models.CharField(_("counted in"), max_length=40, blank=True)
    baseline = models.DecimalField(
        _("value at the beginning"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    baseline_on = models.DateField(_("measured on"), null=True, blank=True)
    goal = models.DecimalField(
        _("value to be reached"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    rhythm = models.CharField(
        _("measured"), max_length=12, choices=Rhythm.choices, default=Rhythm.QUARTER
    )
    office = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible office"),
        limit_choices_to=~Q(kind=UnitKind.COUNCIL),
    )
    status = models.CharField(
        max_length=8, choices=ObjectiveStatus.choices, default=ObjectiveStatus.OPEN
    )
    noted_on = models.DateField(_("council took note on"), null=True, blank=True)

    class Meta:
        verbose_name_plural = _("objectives")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "position"],
                name="coordination_objective_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(noted_on__isnull=True) | Q(status=ObjectiveStatus.MISSED),
                name="coordination_objective_noted",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_over(self) -> bool:
        """Reached, or missed and the council has taken note of it."""
        is_noted = self.status == ObjectiveStatus.MISSED and self.noted_on is not None
        return self.status == ObjectiveStatus.REACHED or is_noted


class Reading(models.Model):
    """A value of an objective as it was measured on a day."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="readings")
    measured_on = models.DateField(_("measured on"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    note = models.TextField(_("what is to be said of it"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["measured_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "measured_on"], name="coordination_reading_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.measured_on}"
