"""The trail of a matter as people read it, in the words of its own flow."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workflows.machine import flow_for, line_of
from workflows.models import Case, Event
from workflows.queries.acting.told import Told, events_to_tell, told


def history_of(case: Case) -> list[Told]:
    """All events of a case, the newest first; one statement."""
    return [told(event, _title(case, event)) for event in events_to_tell(case.pk)]


def _title(case: Case, event: Event) -> str:
    """What was done, and the state into which it has led."""
    flow = flow_for(case.kind)
    declared = flow.declared(event.action)
    words = str(line_of(declared[0]).act.label) if declared else ""
    if event.action == "open":
        words = _("opened")
    state = dict(flow.states.choices).get(event.target, event.target)
    moved = event.target and event.target != event.source
    said = words or event.action.replace("_", " ")
    return f"{said} → {state}" if moved and event.action != "open" else said
