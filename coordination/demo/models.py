"""The marker of a database that was filled as the demo."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DemoSeed(models.Model):
    """One row in the database of a demo and nowhere else; it is the last one of the seeding.

    Only with it may the login page let people in without a password.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seeded_at = models.DateTimeField()

    objects: ClassVar[models.Manager[DemoSeed]]

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="coordination_demoseed_once")]

    def __str__(self) -> str:
        return f"demo of {self.seeded_at:%Y-%m-%d}"
