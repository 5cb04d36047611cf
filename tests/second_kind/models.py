"""A guideline: a text that the council adopts. It costs nothing and has no milestones."""

from decimal import Decimal

from django.db import models

from workflows.models import Case, Unit


class Guideline(models.Model):
    """A guideline with its lead and the units that are asked."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="guideline")
    title = models.CharField(max_length=200)
    text = models.TextField()
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked = models.ManyToManyField(Unit, related_name="+")
    decision_path = models.CharField(max_length=24, default="council")

    is_urgent = False
    is_current_administration = None
    council_public = True
    total_cost = Decimal(0)

    def __str__(self) -> str:
        return self.title

    def impacts(self) -> frozenset[str]:
        return frozenset({"fundamental"})

    def partner_ids(self) -> tuple[int, ...]:
        return tuple(self.asked.order_by("pk").values_list("pk", flat=True))

    def operative_partners(self) -> tuple[Unit, ...]:
        return ()

    def district_units(self) -> tuple[int, ...]:
        return ()

    def district_keys(self) -> tuple[str, ...]:
        return ()

    def field_ids(self) -> tuple[int, ...]:
        return ()
