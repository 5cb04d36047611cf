"""What measures are sorted by: fields of action, target groups, districts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models import Unit


class CatalogueEntry(models.Model):
    """A named entry with a stable key; it ends, it is never deleted."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class FieldOfAction(CatalogueEntry):
    """A field of action (Handlungsfeld)."""


class TargetGroup(CatalogueEntry):
    """A group of people that measures are for."""

    is_mandatory = models.BooleanField(_("must not be left out"), default=False)


class District(CatalogueEntry):
    """A district of the city and the district office that speaks for it."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")


class Grams(models.Func):
    """Every three letters of a text that stand together, each once: an index over them finds what
    stands anywhere within. `queries/grams.py` asks it.
    """

    function = "coordination_grams"
    output_field = ArrayField(models.TextField())
