"""The trail of the council's calendar in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from workflows.machine import flow_for
from workflows.models import Event
from workflows.queries.lasting import Entry, entry_of, events_of

from .calendar import KIND


def trail(*, body: int | None = None) -> QuerySet[Event]:
    """The events of the calendar, the latest first; of one body if asked."""
    found = events_of(KIND)
    return found if body is None else found.filter(data__body=body)


def told(events: Iterable[Event]) -> list[Entry]:
    """The events in words."""
    return [entry_of(event, title=_title(event), text=_text(event)) for event in events]


def _title(event: Event) -> str:
    flow = flow_for(KIND)
    transition = flow.transition(event.action, str(flow.initial))
    deed = str(transition.label) if transition else _("Calendar opened")
    name = event.data.get("name") or ", ".join(_bodies(event))
    return f"{deed}: {name}" if name else deed


def _bodies(event: Event) -> list[str]:
    sessions = event.data.get("sessions") or []
    names = [
        f"{row[0]} {date_format(localtime(datetime.fromisoformat(row[1])), 'd.m.Y H:i')}"
        for row in sessions[:5]
    ]
    return [*names, "…"] if len(sessions) > len(names) else names


def _text(event: Event) -> str:
    reason = getattr(event, "text", None)
    day = event.data.get("day")
    facts = [_("from %(day)s") % {"day": f"{date.fromisoformat(day):%d.%m.%Y}"}] if day else []
    if before := event.data.get("before"):
        moment = date_format(localtime(datetime.fromisoformat(before)), "d.m.Y H:i")
        facts.append(_("before: %(moment)s") % {"moment": moment})
    if reason and reason.text:
        facts.append(reason.text)
    return " · ".join(facts)
