"""What people call the things that several tasks of one step are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from workflows.models import Condition
from workflows.subjects import keys_of, thing

from ...decisions.queries.subjects import stations_in
from ...implementing.models import Milestone

STEPS_WITH_TOPIC = frozenset({
    "milestone", "status_report", "answer_condition", "confirm_decline",
    # Which body, and on which day.
    "record_result", "record_approval", "plan_approval", "decide_objection", "plan_objection",
    "often_postponed", "excerpt", "settle_correction",
})  # fmt: skip


def topics_of(subjects: Sequence[str]) -> Mapping[str, str]:
    """Milestones by titles, conditions by offices, quarters by numbers, stations by body and day;
    three statements at most.
    """
    keys = [int(key) for key in keys_of("milestone", subjects)]
    titles = Milestone.objects.filter(pk__in=keys).values_list("pk", "title") if keys else ()
    found: dict[str, str] = {thing("milestone", pk): title for pk, title in titles}
    asked = keys_of("condition", subjects)
    units = Condition.objects.filter(pk__in=asked).values_list("pk", "unit__short_name")
    found |= {thing("condition", pk): unit for pk, unit in (units if asked else ())}
    found |= stations_in(subjects)
    quarters = keys_of("quarter", subjects)
    found |= {thing("quarter", key): _quarter(date.fromisoformat(key)) for key in quarters}
    return found


def _quarter(first: date) -> str:
    number = (first.month + 2) // 3
    return _("%(number)s. quarter %(year)s") % {"number": number, "year": first.year}
