"""The sessions of the bodies."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .bodies import Organization


class Meeting(models.Model):
    """A session of a body.

    Bodies that meet together have a session each; all but one name that one in `held_with`.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("begin"))
    location = models.CharField(_("place"), max_length=200, blank=True, default="", db_default="")
    # Papers must have been signed by then (Redaktionsschluss), at the end of the day.
    closes_on = models.DateField(_("editorial deadline"))
    # The rules say both days; where the council office has set one itself, it stays.
    closes_by_hand = models.BooleanField(default=False, db_default=False)
    dispatch_on = models.DateField(_("to be dispatched on"), null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    # When invitation and papers left, as recorded or imported; else it is reckoned.
    dispatched_on = models.DateField(_("dispatched on"), null=True, blank=True)
    # When the minutes were signed (GO NRW § 52); until then results are provisional.
    minutes_on = models.DateField(_("minutes signed on"), null=True, blank=True)
    held_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined_by",
        verbose_name=_("held together with"),
    )  # fmt: skip
    # The id of the session in a council system that it was taken from; empty: entered here.
    source_key = models.CharField(max_length=500, blank=True, default="", db_default="")
    # The calendar's event that cancelled, moved or joined it, until all chains have followed.
    unsettled_by = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "starts_at"], name="coordination_meeting_once"
            ),
            models.UniqueConstraint(
                fields=["source_key", "organization"],
                condition=~Q(source_key=""),
                name="coordination_meeting_taken_once",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="coordination_meeting_day"),
            models.Index(
                fields=["id"],
                condition=Q(unsettled_by__isnull=False),
                name="coordination_meeting_unsettled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.starts_at:%Y-%m-%d}"
