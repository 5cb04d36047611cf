"""What a measure gives to the public list of coming matters, and what keeps it secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import User
from workflows.refusals import Unmet

from ...decisions.enums import MeasureState as S
from ...measures.models import Measure
from ...measures.queries.measures import measure_known_to
from ...publishing.queries.sources import Draft, Places


class Plans:
    """The measures on their way to a body (`publishing.queries.sources.Source`)."""

    places = Places(matter="coordination:measure", public="portal:plan")

    def draft(self, viewer: User, matter: int, *, at: datetime) -> Draft:
        """The measure's own words; raises Invisible (404) for who does not see its work."""
        measure = measure_known_to(viewer, matter, at=at)
        return Draft(
            measure.reference, measure.title, measure.lead_id, measure.public_summary,
            measure.participation, measure.participation_words,
        )  # fmt: skip

    def facts(self, matter: int) -> Mapping[str, object]:
        """Cost, lead, fields of action and districts, by their names."""
        rows = Measure.objects.select_related("lead")
        measure = rows.prefetch_related("districts", "fields_of_action").get(case=matter)
        return {
            "cost": None if measure.cost is None else str(measure.cost),
            "office": measure.lead.name,
            "fields": [field.name for field in measure.fields_of_action.all()],
            "districts": [district.name for district in measure.districts.all()],
        }

    def problems(self, matter: int) -> Iterator[Unmet]:
        """What is restricted or not public in the council; a draft that may still go."""
        measure = Measure.objects.select_related("case").get(case=matter)
        if measure.case.access != Access.NORMAL or not measure.council_public:
            text = _("The matter is not public (GO NRW § 48 Abs. 2). It cannot be announced.")
            yield Unmet("not_public", text)
        elif measure.case.state in (S.DRAFT, S.DISCARDED):
            yield Unmet("is_draft", _("The matter is still a draft. Please submit it first."))
