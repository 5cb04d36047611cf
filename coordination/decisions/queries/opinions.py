"""The differing opinion that a deputy mayor puts to the main committee (GO NRW § 70 Abs. 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.calendars import local_date
from workflows.models import Event
from workflows.subjects import keys_of

KIND = "dissent"
"""What the task is about: this, and who has put it."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whose it is, of which division, in whose place, since when, and its words."""

    person: str
    division: str
    represented: str
    put_on: date
    text: str


def opinion_of(case: int, subject: str) -> Opinion | None:
    """The last one that whoever the task is about has put; one statement."""
    persons = [int(key) for key in keys_of(KIND, [subject]) if key.isdigit()]
    rows = Event.objects.filter(case=case, action="put_dissent", actor__in=persons)
    read = rows.select_related("text", "actor", "on_behalf_of", "desk__unit").order_by("-seq")
    event = read.first() if persons else None
    if event is None:
        return None
    said = getattr(event, "text", None)
    return Opinion(
        person=str(event.actor),
        division=event.desk.unit.name if event.desk else "",
        represented=str(event.on_behalf_of or ""),
        put_on=local_date(event.at),
        text=said.text if said else "",
    )
