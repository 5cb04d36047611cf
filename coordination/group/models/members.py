"""Who belongs to the coordination group, and which orders come again."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, Unit
from workflows.models.validity import DatedQuerySet

from ..enums import Again


class MemberQuerySet(DatedQuerySet["GroupMember"]):
    """Members, by day."""


class GroupMember(models.Model):
    """An office or a partner that is in the group for some fields of action."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    fields_of_action = ArrayField(models.BigIntegerField(), default=list)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[MemberQuerySet] = MemberQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="coordination_groupmember_lasts",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_until__isnull=True),
                name="coordination_groupmember_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"member {self.unit_id}"


class TemplateQuerySet(DatedQuerySet["OrderTemplate"]):
    """Templates, by day."""


class OrderTemplate(models.Model):
    """An order that comes again: on its day a draft lies ready for whoever gives it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what is to be done"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rhythm = models.CharField(_("how often"), max_length=10, choices=Again.choices)
    # So many days after the draft it shall be done.
    days = models.PositiveSmallIntegerField(_("days to do it"), default=14)
    next_on = models.DateField(_("next draft on"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[TemplateQuerySet] = TemplateQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="coordination_ordertemplate_lasts",
            )
        ]

    def __str__(self) -> str:
        return self.title
