"""Who of an association or the agency may log in until when, and what they have read."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from workflows.models import Case, Unit

from .enums import Read


class GuestAccess(models.Model):
    """A person speaks for a partner of the city up to a day."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="guest_access")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="guest_accesses"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    until = models.DateField()
    purpose = models.TextField()

    def __str__(self) -> str:
        return f"access of {self.person_id}"

    @property
    def reference(self) -> str:
        """What pages call it: the organisation."""
        return self.unit.name


class GuestLook(models.Model):
    """One look of a guest; never changed, forgotten after its time (`GUEST_LOOKS_DAYS`)."""

    access = models.ForeignKey(GuestAccess, models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=Read.choices)
    # Its name as the guest saw it.
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="coordination_guestlook_at")]

    def __str__(self) -> str:
        return f"look {self.pk}"
