"""Units, desks, their holders and who stands in for whom."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import DeskFunction, SignatureMark, UnitKind
from .sorting import LONGEST
from .validity import DatedQuerySet


class UnitQuerySet(DatedQuerySet["Unit"]):
    """Units, by day."""


class Unit(models.Model):
    """A part of the organisation, valid for a time; rules name its function, never its name."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    function = models.CharField(_("function key"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # From the root down, without the unit itself: the lowest common superior is a comparison.
    ancestors = ArrayField(models.BigIntegerField(), default=list, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # The unit in force that has taken the place of this one; whatever refers to it means that one.
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    sort_key = models.CharField(max_length=LONGEST, db_index=True, db_collation="C")

    objects: ClassVar[UnitQuerySet] = UnitQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["function"],
                condition=~Q(function="") & Q(valid_until__isnull=True),
                name="workflows_unit_one_per_function",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="workflows_unit_validity",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_until__isnull=False),
                name="workflows_unit_succeeded_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Desk(models.Model):
    """A post (Stelle): tasks are addressed to it, so nothing is lost when a person leaves."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="desks")
    key = models.SlugField(_("key"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=30, choices=DeskFunction.choices)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates"
    )
    signs = models.CharField(
        _("signature mark"),
        max_length=4,
        choices=SignatureMark.choices,
        default=SignatureMark.BY_ORDER,
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(superior__isnull=True) | ~Q(superior=F("id")),
                name="workflows_desk_not_its_own_superior",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "function"], name="workflows_desk_post"),
        ]

    def __str__(self) -> str:
        return self.name


class DeskHolderQuerySet(DatedQuerySet["DeskHolder"]):
    """Appointments, by day."""


class DeskHolder(models.Model):
    """A person at a desk, both days included."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="desks_held")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[DeskHolderQuerySet] = DeskHolderQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="workflows_deskholder_validity",
            ),
            models.UniqueConstraint(
                fields=["desk", "person", "valid_from"], name="workflows_deskholder_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "valid_from", "valid_until"], name="workflows_holder_of"
            ),
            models.Index(fields=["desk", "valid_from", "valid_until"], name="workflows_held_by"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.desk_id}"


class SubstitutionQuerySet(DatedQuerySet["Substitution"]):
    """Substitutions, by day; one that was revoked is over."""

    begins, ends = "starts_on", "ends_on"

    def not_over(self, *, on: date) -> Self:
        """The substitutions of that day and those to come."""
        return super().not_over(on=on).filter(revoked_at=None)


class Substitution(models.Model):
    """A deputy for an absent person, both days included; it ends by itself and makes no chains."""

    represented = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="substitutions"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="substitutes_for"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    # Of several deputies the first who is there; 1 comes first.
    rank = models.PositiveSmallIntegerField(_("order"), default=1)
    # The steps for which the deputy stands in; empty: for all.
    steps = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SubstitutionQuerySet] = SubstitutionQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="workflows_substitution_period"
            ),
            models.CheckConstraint(
                condition=~Q(represented=F("deputy")), name="workflows_substitution_not_oneself"
            ),
        ]
        indexes = [
            models.Index(fields=["deputy", "starts_on", "ends_on"], name="workflows_deputy_of"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.represented_id}"


class DayOff(models.Model):
    """A day off of the town itself (24.12., Rosenmontag …), beside the holidays of the Land.

    A public holiday of this municipality alone (Augsburg's 8 August) moves the end of a calendar
    period (BGB § 193); a mere day off does not.
    """

    day = models.DateField(unique=True)
    name = models.CharField(max_length=100)
    # With a default in the database: the release before writes days without it.
    is_public_holiday = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
