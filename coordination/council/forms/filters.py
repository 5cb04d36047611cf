"""Filters of lists that name a body of the council."""

from __future__ import annotations

from ...city.forms.filters import ListFilterForm
from ..models import Organization


class BodyFilterForm(ListFilterForm):
    """A filter that can be narrowed to a body."""

    def offer_bodies(self, name: str) -> None:
        """Every body of the council."""
        self.offer(name, Organization.objects.order_by("name").values_list("pk", "name"))
