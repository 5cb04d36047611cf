"""The mandates as dated rows: never edited, only ended or followed by the next."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, Desk
from workflows.models.validity import DatedQuerySet

from .enums import Basis


class MandateQuerySet(DatedQuerySet["Mandate"]):
    """Mandates, by day; there is one at most."""

    ends = "last_day"


class Mandate(models.Model):
    """Somebody leads integration for a time, in the direct order of the mayor (GO NRW § 73).

    Only the last day may change, and only to an earlier one: the mandate ends, or the next begins.
    """

    # The register, whose trail binds the row.
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    # As which desk; the face of integration has an office.
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    reference = models.CharField(_("number of the order or paper"), max_length=120)
    basis_on = models.DateField(_("date of the order or resolution"))
    matters = models.TextField(_("for which matters"))
    # Keys of fields of action; none: every field.
    fields_of_action = ArrayField(models.BigIntegerField(), default=list, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"))
    last_day = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[MandateQuerySet] = MandateQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="coordination_mandate_lasts"
            ),
            models.CheckConstraint(
                condition=Q(last_day__lte=F("valid_until")), name="coordination_mandate_shorter"
            ),
        ]
        indexes = [
            models.Index(fields=["-valid_from", "-id"], name="coordination_mandate_begun"),
        ]

    def __str__(self) -> str:
        return f"mandate {self.pk} of {self.person_id}"

    @property
    def ended_early(self) -> bool:
        """Whether it ended, or will end, before the day up to which it was given."""
        return self.last_day < self.valid_until


class MandateTransition(models.Model):
    """A city that had measures before mandates were recorded; its releases go on until then."""

    since = models.DateField()

    def __str__(self) -> str:
        return f"without a recorded mandate since {self.since}"
