"""What a decided measure gives to everybody, and what keeps it inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import User
from workflows.refusals import Unmet

from ...council.models import Paper
from ...decisions.enums import MeasureState as S
from ...publishing.queries.sources import Draft, Places
from ..models import Measure
from .measures import measure_known_to

SHOWN = (
    S.RESOLVED, S.IMPLEMENTATION, S.PAUSED, S.COMPLETED, S.EVALUATED, S.DISCONTINUED, S.REVOKED,
)  # fmt: skip
"""A measure is for everybody once it has been decided; before, it may be announced as coming."""


class Measures:
    """The measures that have been decided (`publishing.queries.sources.Source`)."""

    places = Places(matter="coordination:measure", public="portal:measure")

    def draft(self, viewer: User, matter: int, *, at: datetime) -> Draft:
        """Title and public summary; raises Invisible (404) for who does not see its work."""
        measure = measure_known_to(viewer, matter, at=at)
        return Draft(
            measure.reference, measure.title, measure.lead_id, measure.public_summary
        )  # fmt: skip

    def facts(self, matter: int) -> Mapping[str, object]:
        """Lead, priority, paper and what it is sorted by, by their names; neither cost nor text."""
        rows = Measure.objects.select_related("lead")
        links = ("districts", "fields_of_action", "target_groups")
        measure = rows.prefetch_related(*links).get(case=matter)
        return {
            "office": measure.lead.name,
            "paper": public_paper(matter),
            "priority": measure.priority,
            "fields": [field.name for field in measure.fields_of_action.all()],
            "groups": [group.name for group in measure.target_groups.all()],
            "districts": [district.name for district in measure.districts.all()],
        }

    def problems(self, matter: int) -> Iterator[Unmet]:
        """What is restricted or not public in the council; what is not decided yet."""
        measure = Measure.objects.select_related("case").get(case=matter)
        if measure.case.access != Access.NORMAL or not measure.council_public:
            text = _("The matter is not public (GO NRW § 48 Abs. 2). It cannot be announced.")
            yield Unmet("not_public", text)
        elif measure.case.state not in SHOWN:
            text = _(
                "The measure has not been decided yet. Until then it can be announced as a coming"
                " matter."
            )
            yield Unmet("not_decided", text)


def public_paper(case: int) -> str:
    """The number of the last public paper of a case; empty where there is none."""
    paper = Paper.objects.filter(case=case, is_public=True).order_by("-pk").first()
    return paper.number if paper else ""
