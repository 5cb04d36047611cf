"""The pages of demands that the engine serves, and what the pages of measures show of them."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.forms.acting.panels import CasePages
from workflows.models import User

from ...measures.models import Measure
from ..forms.panels import PANELS
from ..models import Demand
from ..queries.demands import demand_seen_by, demands_served_by


def _find(person: User, case: int, at: datetime) -> Demand:
    return demand_seen_by(person, case, at=at)


def served_section(measure: Measure, person: User, at: datetime) -> str:
    """Which demands a measure serves, as a section of its page; "" where it serves none."""
    rows = demands_served_by(measure.pk, person, at=at)
    if not rows:
        return ""
    today = local_date(at)
    served = [(row, row.days_open(today)) for row in rows]
    return render_to_string("coordination/demands/_served.html", {"served": served})


DEMAND_PAGES = CasePages(
    kind="demand",
    address="forderungen",
    panels=PANELS,
    find=_find,
    list_url="coordination:demands",
    list_label=_("Demands of the associations"),
    name="demand",
    aside="coordination/demands/_aside.html",
)
