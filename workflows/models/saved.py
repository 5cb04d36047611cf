"""Lists as people want to see them again. No part of the trail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organisation import Desk


class SavedView(models.Model):
    """Filters, order and columns of a list under a name, as they stand in its address.

    `words` is what each of them was called when it was saved: so a view can say later what of it
    there is no more.
    """

    listing = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views")
    # Everybody who may act at this desk has the view too.
    desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="saved_views"
    )
    query = models.CharField(max_length=2000, blank=True)
    words = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"], name="workflows_savedview_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ViewUse(models.Model):
    """What a person does with a view: begin with it, hear of what is new in it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="uses")
    listing = models.CharField(max_length=20)
    is_default = models.BooleanField(default=False)
    subscribed_at = models.DateTimeField(null=True, blank=True)
    # The keys of what matched the last time, and the day of that.
    known = models.JSONField(default=list)
    looked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "view"], name="workflows_viewuse_once"),
            models.UniqueConstraint(
                fields=["person", "listing"],
                condition=Q(is_default=True),
                name="workflows_viewuse_one_default",
            ),
        ]
        indexes = [
            models.Index(
                fields=["looked_on"],
                condition=Q(subscribed_at__isnull=False),
                name="workflows_viewuse_subscribed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} uses {self.view_id}"
