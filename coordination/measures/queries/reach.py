"""How far a person sees measures."""

from __future__ import annotations

from datetime import datetime

from workflows.models import CaseAudience, User

from ...city.queries import reach
from ...city.queries.sets import IsIn
from ..models import Measure, MeasureQuerySet


class Reach(reach.Reach):
    """The desks as which somebody sees measures."""

    def seen(self) -> MeasureQuerySet:
        """The measures that this person sees: those of `visible_to`."""
        return Measure.objects.seen_from(self.desks)

    def known(self, measures: MeasureQuerySet) -> MeasureQuerySet:
        """Those of them that this person sees from inside the administration."""
        return measures.seen_from(self.inside) if self.observes else measures

    def walked(self) -> MeasureQuerySet:
        """The same, asked in the way that is fast for walking through many of them in order."""
        if self.is_wide:
            return self.seen()
        cases = CaseAudience.objects.filter(desk__in=self.desks).values("case")
        return Measure.objects.filter(IsIn("case_id", cases))


def reach_of(viewer: User, *, at: datetime) -> Reach:
    """The desks, own and represented; one statement."""
    return reach.reach_of(viewer, at=at, kind=Reach)
