"""The bodies of the council, their legal size and who sits in them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models.validity import DatedQuerySet

from ...city.enums import OrganizationType
from ...city.models import District


class OrganizationQuerySet(DatedQuerySet["Organization"]):
    """Bodies by the day: formed and not dissolved."""

    begins, ends = "start_date", "end_date"


class Organization(models.Model):
    """A body of the council (Gremium): formed, dissolved, never deleted."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    type = models.CharField(_("kind"), max_length=24, choices=OrganizationType.choices)
    # The legal number of today; what held on other days stands in OrganizationSize.
    member_count = models.PositiveSmallIntegerField(_("members"), null=True, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    start_date = models.DateField(_("formed on"), null=True, blank=True)
    end_date = models.DateField(_("dissolved after"), null=True, blank=True)
    may_decide = models.BooleanField(_("may decide"), default=True, db_default=True)
    is_heard = models.BooleanField(_("is heard"), default=True, db_default=True)
    advises = models.BooleanField(_("deliberates beforehand"), default=True, db_default=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date=None) | Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="coordination_body_lasts",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        """Whether it is formed and not dissolved on that day."""
        begun = self.start_date is None or self.start_date <= day
        return begun and (self.end_date is None or day <= self.end_date)


class OrganizationSize(models.Model):
    """The legal number of a body's members (gesetzliche Mitgliederzahl) from a day on."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="sizes")
    members = models.PositiveSmallIntegerField(_("members"))
    start_date = models.DateField(_("valid from"))
    basis = models.CharField(_("norm"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["organization", "start_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "start_date"], name="coordination_size_once"
            ),
            models.CheckConstraint(condition=Q(members__gt=0), name="coordination_size_above_0"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.members}"


class MembershipQuerySet(DatedQuerySet["Membership"]):
    """Seats by the day."""

    begins, ends = "start_date", "end_date"


class Membership(models.Model):
    """A dated seat: who sits in a body, from when until when, with a vote or to advise.

    Whoever has no account is named by their function, never by their name.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="seats",
        verbose_name=_("account"),
    )  # fmt: skip
    role = models.CharField(_("function"), max_length=120)
    voting_right = models.BooleanField(_("has a vote"), default=True)
    on_behalf_of = models.CharField(_("group"), max_length=120, blank=True, default="")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "-voting_right", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="coordination_seat_lasts",
            ),
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(end_date=None, person__isnull=False),
                name="coordination_seat_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "organization"], name="coordination_seat_of")]

    def __str__(self) -> str:
        return self.role
