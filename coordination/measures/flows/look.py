"""What the rules of a measure look at."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.machine import fact
from workflows.refusals import Unmet

from ...implementing.flows.look import ImplementingLook
from ..models import Measure
from ..queries.texts import BUDGETED, SUMS, measure_text


class MeasureLook(ImplementingLook):
    """A measure as a call meets it."""

    prose = frozenset(
        {"title", "facts", "goal", "proposal", "cover", "product", "external_partners",
         "staff_effects", "equality_effects", "climate_effects", "inclusion_effects"}
    )  # fmt: skip
    sums = frozenset({*SUMS, *BUDGETED})

    @fact
    def subject(self) -> Measure:
        """The measure of the case with its lead."""
        return Measure.objects.select_related("lead").get(case=self.case.pk)

    @fact
    def text(self) -> dict[str, object]:
        """All that is signed: the fields of the measure and its milestones."""
        return measure_text(self.subject)

    def check_problems(self) -> Iterator[Unmet]:
        """M3: no open measure of the same lead with the same title."""
        mine = self.subject
        same = Measure.objects.filter(
            lead=mine.lead_id, title__iexact=mine.title, case__closed_at=None
        )
        others = same.exclude(pk=mine.pk).exclude(case__state="draft")
        twin = others.values_list("reference", flat=True).first()
        if twin:
            text = _("There is an open measure of this office with the same title: %(number)s.")
            yield Unmet("duplicate", text % {"number": twin}, "title")
