"""Sessions of the group, their agenda, what was decided, objections to the minutes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, SubjectQuerySet, Unit

from ..enums import SessionState


class SessionQuerySet(SubjectQuerySet["GroupSession"]):
    """Sessions, as seen by somebody."""


class GroupSession(models.Model):
    """A session. Open orders stand on its agenda first, by themselves."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="group_session")
    held_on = models.DateField(_("date of the session"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    # A copy of the case's state, kept by the acts.
    state = models.CharField(
        max_length=12, choices=SessionState.choices, default=SessionState.PLANNED
    )
    # The offices that took part, and the orders that stood on the agenda when it was held.
    present = ArrayField(models.BigIntegerField(), default=list, blank=True)
    orders = ArrayField(models.BigIntegerField(), default=list, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    sent_on = models.DateField(null=True, blank=True)
    # Up to which day members may object to the minutes.
    objections_until = models.DateField(null=True, blank=True)

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "approved"])
                | (~Q(minutes="") & Q(sent_on__isnull=False, objections_until__isnull=False)),
                name="coordination_groupsession_sent",
            )
        ]
        indexes = [models.Index(fields=["-held_on"], name="coordination_groupsession_day")]

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}"


class SessionItem(models.Model):
    """A point that somebody has put on the agenda."""

    session = models.ForeignKey(GroupSession, models.PROTECT, related_name="items")
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("what it is about"), blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class GroupDecision(models.Model):
    """What the group has decided in a session; orders may follow from it."""

    session = models.ForeignKey(GroupSession, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what was decided"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"], name="coordination_groupdecision_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class MinutesObjection(models.Model):
    """A member objects to the minutes; whoever leads the group answers."""

    session = models.ForeignKey(GroupSession, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    # None: not answered yet.
    is_accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"objection {self.pk}"
