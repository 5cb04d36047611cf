"""What came with a measure of a stock: its resolution, and the reports of earlier years."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string

from workflows.machine.values import day
from workflows.models import User

from ...implementing.queries.earlier import earlier_reports_of, event_of
from ..models import Measure


def taken_over_section(measure: Measure, _person: User, _at: datetime) -> str:
    """As a section of the file, for who works in the administration; two statements."""
    event = event_of(measure.case_id)
    if event is None:
        return ""
    said = event.data
    context = {
        "said": said,
        "decided_on": day(said.get("decided_on")),
        "ended_on": day(said.get("ended_on")),
        "taken_on": event.at,
        "earlier_reports": earlier_reports_of(measure.pk),
    }
    return render_to_string("coordination/measures/_taken_over.html", context)
