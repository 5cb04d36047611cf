"""What people call the things that several tasks of one step are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from workflows.models import Condition

from ...implementing.models import Milestone

STEPS_WITH_TOPIC = frozenset({"milestone", "status_report"})


def topics_of(subjects: Sequence[str]) -> Mapping[str, str]:
    """Milestones by titles, conditions by offices, quarters by numbers; two statements at most."""
    keys = [int(key) for kind, key in _parts(subjects) if kind == "milestone"]
    titles = Milestone.objects.filter(pk__in=keys).values_list("pk", "title") if keys else ()
    found = {f"milestone:{pk}": title for pk, title in titles}
    asked = [key for kind, key in _parts(subjects) if kind == "condition"]
    units = Condition.objects.filter(pk__in=asked).values_list("pk", "unit__short_name")
    found |= {f"condition:{pk}": unit for pk, unit in (units if asked else ())}
    quarters = [key for kind, key in _parts(subjects) if kind == "quarter"]
    return found | {f"quarter:{key}": _quarter(date.fromisoformat(key)) for key in quarters}


def _parts(subjects: Sequence[str]) -> list[tuple[str, str]]:
    return [(kind, key) for kind, _colon, key in (text.partition(":") for text in subjects)]


def _quarter(first: date) -> str:
    number = (first.month + 2) // 3
    return _("%(number)s. quarter %(year)s") % {"number": number, "year": first.year}
