"""The trail of a case as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from viewflow.fsm.base import TransitionMethod

from workflows.enums import VoteChoice
from workflows.machine import flow_for
from workflows.models import Case, Event
from workflows.queries.acting.timed import ACTS
from workflows.queries.time.ledger import titles_of
from workflows.untyped import Json

from ...council.enums import ConsultationResult
from ...decisions.queries.cosignatures import answer_label
from ...implementing.enums import TrafficLight
from .deeds import DEEDS

_TONES = {
    "reject": "danger",
    "turn_into_refusal": "danger",
    "withdraw": "warning",
    "send_back": "warning",
    "open_clarification": "warning",
    "declare_dissent": "warning",
    "board_dissents": "warning",
    "sign": "success",
    "released": "success",
    "complete_cosigning": "success",
    "stop_circle": "warning",
    "extend_deadline": "warning",
    "pause": "warning",
    "confirm_completion": "success",
}
_CHOICE_TONES = {"refused": "danger", "conditional": "warning", "approved": "success"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words."""

    seq: int
    at: datetime
    title: str
    actor: str
    on_behalf: str
    text: str
    tone: str
    tag: str
    action: str
    target: str
    is_new: bool


def timeline_of(case: Case, *, seen_before: int, units: Mapping[int, str]) -> list[Entry]:
    """All events, the newest first; what came after `seen_before` is marked as new."""
    events = (
        Event.objects.filter(case=case.pk)
        .select_related("actor", "on_behalf_of", "desk", "text")
        .defer("rows")
        .order_by("-seq")
    )
    about = {str(e.data["deadline"]) for e in events if e.action in ACTS and e.data.get("deadline")}
    words = _Words(case, units, titles_of(about, case) if about else {})
    return [_entry(event, words, is_new=event.seq > seen_before) for event in events]


def _entry(event: Event, words: _Words, *, is_new: bool) -> Entry:
    text = getattr(event, "text", None)
    actor = str(event.actor) if event.actor else _("by itself")
    if event.actor and event.desk and event.desk.name != actor:
        actor = f"{actor} ({event.desk.name})"
    return Entry(
        seq=event.seq,
        at=event.at,
        title=words.title(event),
        actor=actor,
        on_behalf=str(event.on_behalf_of) if event.on_behalf_of else "",
        text=text.text if text else "",
        tone=_tone(event),
        tag=" · ".join(filter(None, [_("new") if is_new else "", event.legal_basis])),
        action=event.action,
        target=event.target,
        is_new=is_new,
    )


def _tone(event: Event) -> str:
    if event.action in ("vote", "change_vote"):
        return _CHOICE_TONES.get(str(event.data.get("choice")), "")
    return _TONES.get(event.action, "" if event.actor_id else "system")


class _Words:
    """Names of acts, states and choices in the reader's language."""

    def __init__(self, case: Case, units: Mapping[int, str], deadlines: Mapping[str, str]) -> None:
        self.flow, self.units, self.deadlines = flow_for(case.kind), units, deadlines

    def title(self, event: Event) -> str:
        """For example “Mitgezeichnet: zugestimmt (Jugendamt) → Freigabe”."""
        parts = [self._act(event)]
        found = [str(detail) for detail in (*self._details(event), *_days(event.data)) if detail]
        if found:
            parts.append(f": {', '.join(found)}")
        target = self._state(event.target) if event.target and event.source else ""
        if target and target.casefold() not in map(str.casefold, found):
            parts.append(f" → {target}")
        title = "".join(parts)
        return title[:1].upper() + title[1:]

    def _act(self, event: Event) -> str:
        if event.action in DEEDS:
            return str(DEEDS[event.action])
        method = getattr(self.flow, event.action, None)
        if not isinstance(method, TransitionMethod):
            return event.action.replace("_", " ")
        transition = self.flow.transition(event.action, event.source) or next(
            iter(method.get_transitions())
        )
        return str(transition.label)

    def _state(self, state: str) -> str:
        return str(dict(self.flow.states.choices).get(state, state))

    def _details(self, event: Event) -> Iterable[object]:
        data: Mapping[str, Any] = event.data
        if data.get("choice") in VoteChoice.values:
            # Only a contribution is a note with words (domain 2.3).
            text = getattr(event, "text", None)
            yield answer_label(
                data["choice"], is_silent=event.action == "lapse_vote",
                contributes=bool(text and text.text),
            )  # fmt: skip
        yield self.deadlines.get(str(data.get("deadline", "")))
        yield self.units.get(data.get("unit", 0))
        yield from (self.units.get(unit) for unit in data.get("disputed", ()))
        yield dict(ConsultationResult.choices).get(data.get("result", ""))
        yield dict(TrafficLight.choices).get(data.get("light", ""))
        if data.get("paper"):
            yield f"DS {data['paper']}"
        if data.get("protocol"):
            yield _("minutes %(number)s") % {"number": data["protocol"]}


def _days(data: Json) -> Iterator[str]:
    """What an act did to a deadline, or until when a matter rests."""
    if data.get("due_before") and data.get("due_after"):
        yield f"{_day(data['due_before'])} → {_day(data['due_after'])}"
    paused, resumed = data.get("paused") or {}, data.get("resumed") or {}
    if len(paused) == 1:
        (left,) = paused.values()
        yield ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    if len(resumed) == 1:
        (day,) = resumed.values()
        yield _("until %(day)s") % {"day": _day(day)}
    if data.get("until"):
        yield _("until %(day)s") % {"day": _day(data["until"])}


def _day(text: str) -> str:
    """A day of the trail as people write it; what is none stays as it is."""
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except (TypeError, ValueError):
        return str(text)
