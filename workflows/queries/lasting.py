"""Cases that never end: there is one of their kind, and its trail is read by many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Case, Event
from ..models.trail import UNTOLD


def only_case(kind: str) -> int | None:
    """The id of the one case of a kind; None before it was opened."""
    return Case.objects.filter(kind=kind).values_list("pk", flat=True).first()


def events_of(kind: str) -> QuerySet[Event]:
    """All events of a kind, the latest first, with who did them and why."""
    found = Event.objects.filter(case__kind=kind).exclude(action__in=UNTOLD)
    found = found.select_related("actor", "on_behalf_of", "text")
    return found.defer("rows").order_by("-seq")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a line of the timeline."""

    at: datetime
    title: str
    actor: str
    on_behalf: str = ""
    text: str = ""
    seq: int = 0


def entry_of(event: Event, *, title: str, text: str) -> Entry:
    """The event under this title, with this text below it."""
    return Entry(
        at=event.at,
        title=title,
        actor=str(event.actor) if event.actor else _("The system"),
        on_behalf=str(event.on_behalf_of) if event.on_behalf_of else "",
        text=text,
        seq=event.seq,
    )
