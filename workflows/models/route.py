"""Routes are data: who is asked, how long it takes, from which sum more is needed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Participation, Recipient, SilenceEffect


class RouteVersion(models.Model):
    """An immutable version of the rules of one kind of case; a running case keeps its own."""

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    valid_from = models.DateField(_("valid from"))
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="workflows_route_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class CosignRule(models.Model):
    """“If this predicate holds, the unit with that function takes part in this way.”"""

    route = models.ForeignKey(RouteVersion, models.PROTECT, related_name="cosign_rules")
    predicate = models.CharField(_("predicate"), max_length=60)
    unit_function = models.CharField(_("function key"), max_length=60)
    participation = models.CharField(max_length=12, choices=Participation.choices)
    silence = models.CharField(max_length=12, choices=SilenceEffect.choices)
    # Whether the unit may ask once for seven more days (cross-section offices only).
    may_extend = models.BooleanField(_("may ask for more time"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["route", "predicate", "unit_function"], name="workflows_cosignrule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predicate} → {self.unit_function}"


class RoutePeriod(models.Model):
    """How long a step of the route takes."""

    route = models.ForeignKey(RouteVersion, models.PROTECT, related_name="periods")
    step = models.CharField(_("step"), max_length=60)
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["route", "step"], name="workflows_routeperiod_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gte=1), name="workflows_routeperiod_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.amount} {self.unit}"


class RouteRung(models.Model):
    """A rung of the ladder: so many working days from the due day, these people are told."""

    route = models.ForeignKey(RouteVersion, models.PROTECT, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    level = models.CharField(_("level"), max_length=8)
    # Working days after the due day; before it if negative.
    offset = models.SmallIntegerField(_("working days from the due day"))
    # Only for deadlines that run for at least so many working days.
    minimum = models.PositiveSmallIntegerField(_("from a period of working days"), default=0)
    recipients = ArrayField(models.CharField(max_length=16, choices=Recipient.choices))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "position"], name="workflows_routerung_position"
            ),
            models.UniqueConstraint(fields=["route", "level"], name="workflows_routerung_level"),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.offset:+d}"


class RouteThreshold(models.Model):
    """A sum in euros from which a rule applies, e.g. that the executive board deals with it."""

    route = models.ForeignKey(RouteVersion, models.PROTECT, related_name="thresholds")
    key = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["route", "key"], name="workflows_threshold_once")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount}"
