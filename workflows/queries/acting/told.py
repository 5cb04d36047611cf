"""The events of one case for whoever reads what has happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from ...models import Event
from ...models.trail import UNTOLD

TASK_DEEDS: Mapping[str, StrOrPromise] = {
    "claim": pgettext_lazy("trail", "task accepted"),
    "give_back": pgettext_lazy("trail", "task given back"),
    "hand_over": pgettext_lazy("trail", "task handed over"),
    "return_work": pgettext_lazy("trail", "left work passed on"),
    "remind": pgettext_lazy("trail", "reminded"),
    "announce_date": pgettext_lazy("trail", "date announced"),
    "acknowledge_deadline": pgettext_lazy("trail", "deadline noted as seen"),
}
"""What people do about a task or a deadline of any kind of case, in the past."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words."""

    at: datetime
    title: str
    actor: str
    on_behalf: str
    text: str
    tone: str
    tag: str


def told(event: Event, title: str) -> Told:
    """The event under this title, with who did it, for whom, why and by which norm."""
    text = getattr(event, "text", None)
    return Told(
        at=event.at,
        title=title[:1].upper() + title[1:],
        actor=_actor_of(event),
        on_behalf=str(event.on_behalf_of) if event.on_behalf_of else "",
        text=text.text if text else "",
        tone="" if event.actor_id else "system",
        tag=event.legal_basis,
    )


def events_to_tell(case: int) -> QuerySet[Event]:
    """All events of a case, the newest first, with who did them, where and why."""
    events = Event.objects.filter(case=case).exclude(action__in=UNTOLD)
    return (
        events.select_related("actor", "on_behalf_of", "desk", "text")
        .defer("rows")
        .order_by("-seq")
    )


def day_told(text: object) -> str:
    """A day of the trail as people write it; what is none stays as it is."""
    try:
        return f"{date.fromisoformat(str(text)):%d.%m.%Y}"
    except ValueError:
        return str(text)


def moved_day(data: Mapping[str, object]) -> list[str]:
    """From which day to which a deadline was moved; nothing if it was not."""
    before, after = data.get("due_before"), data.get("due_after")
    return [f"{day_told(before)} → {day_told(after)}"] if before and after else []


def _actor_of(event: Event) -> str:
    """Who did it, with the desk where that is not said by the name."""
    actor = str(event.actor) if event.actor else _("by itself")
    if event.actor and event.desk and event.desk.name != actor:
        return f"{actor} ({event.desk.name})"
    return actor
