"""What a target of the council gives to everybody, and what keeps it inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import User
from workflows.refusals import Unmet

from ...publishing.queries.sources import Draft, Places
from ..enums import TargetState as S
from ..models import Objective, Target
from .targets import target_seen_by

SHOWN = (
    S.RUNNING, S.EXECUTION_BARRED, S.REACHED, S.PARTLY_REACHED, S.MISSED, S.REPLACED, S.REVOKED,
)  # fmt: skip
"""A target is for everybody once the council has resolved it."""


class Targets:
    """The targets that the council has resolved (`publishing.queries.sources.Source`)."""

    places = Places(matter="coordination:target", public="portal:target")

    def draft(self, viewer: User, matter: int, *, at: datetime) -> Draft:
        """Its title; raises Invisible (404) for who does not see it."""
        target = target_seen_by(viewer, matter, at=at)
        return Draft(target.reference, target.title, target.lead_id)

    def facts(self, matter: int) -> Mapping[str, object]:
        """The resolution and its objectives as they were resolved; no note, no reasons."""
        target = Target.objects.select_related("lead").get(case=matter)
        rows = Objective.objects.filter(target=target).select_related("office")
        return {
            "office": target.lead.name,
            "body": target.resolved_by,
            "paper": target.paper,
            "resolved_on": _day(target.resolved_on),
            "starts_on": _day(target.starts_on),
            "ends_on": _day(target.ends_on),
            "objectives": [_objective(row) for row in rows.order_by("position")],
        }

    def problems(self, matter: int) -> Iterator[Unmet]:
        """What is restricted or not public in the council; what is not resolved yet."""
        target = Target.objects.select_related("case").get(case=matter)
        if target.case.access != Access.NORMAL or not target.council_public:
            text = _("The matter is not public (GO NRW § 48 Abs. 2). It cannot be announced.")
            yield Unmet("not_public", text)
        elif target.case.state not in SHOWN:
            text = _("The council has not resolved it yet. It can be announced after that.")
            yield Unmet("not_resolved", text)


def _day(value: object) -> str | None:
    return None if value is None else f"{value}"


def _objective(row: Objective) -> Mapping[str, object]:
    """By its key the values that are measured later are found."""
    return {
        "key": row.pk,
        "text": row.text,
        "indicator": row.indicator,
        "unit": row.unit,
        "baseline": _day(row.baseline),
        "baseline_on": _day(row.baseline_on),
        "goal": _day(row.goal),
        "due_on": _day(row.due_on),
        "office": row.office.name if row.office else "",
    }
