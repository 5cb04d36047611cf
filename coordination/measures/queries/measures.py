"""One measure as a person may see it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from workflows.calendars import local_date
from workflows.models import User
from workflows.queries.people.routes import working_calendar
from workflows.refusals import Invisible

from ...implementing.queries.lights import light_days, with_light
from ..models import Measure


def measure_seen_by(viewer: User, case: int, *, at: datetime) -> Measure:
    """The measure of a case with case and lead; raises Invisible (404) if this person sees none."""
    seen = Measure.objects.visible_to(viewer, at=at).select_related("case", "lead")
    measure = seen.filter(case=case).first()
    if measure is None:
        raise Invisible
    return measure


def document_of(viewer: User, case: int, *, at: datetime) -> Measure:
    """The measure with everything that its page shows of the text itself, and with its `light`.

    Raises Invisible (404) if this person does not see it.
    """
    seen = Measure.objects.visible_to(viewer, at=at).select_related(
        "case", "lead", "responsible", "funds_confirmed_by"
    )
    linked = seen.prefetch_related(
        "partners", "fields_of_action", "target_groups", "districts", "milestones__predecessor"
    )
    days = light_days(working_calendar(), local_date(at))
    measure = with_light(linked, days).filter(case=case).first()
    if measure is None:
        raise Invisible
    return measure


def relatives_of(measure: Measure, *, viewer: User, at: datetime) -> list[Measure]:
    """The measure that this one took up again, and those that took up this one; as far as seen."""
    kin = Q(predecessor=measure.pk) | Q(pk=measure.predecessor_id)
    return list(Measure.objects.visible_to(viewer, at=at).filter(kin).order_by("pk"))
