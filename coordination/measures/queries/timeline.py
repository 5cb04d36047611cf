"""The trail of a case as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from viewflow.fsm.base import TransitionMethod

from workflows.calendars import local_date
from workflows.enums import VoteChoice
from workflows.machine import flow_for
from workflows.models import Case, Event
from workflows.queries.acting.timed import ACTS
from workflows.queries.acting.told import Told, day_told, events_to_tell, moved_day, told
from workflows.queries.time.ledger import titles_of
from workflows.untyped import Json

from ...council.enums import ConsultationResult, ObjectionOutcome
from ...decisions.queries.cosignatures import answer_label
from ...decisions.queries.differences import label_of
from ...implementing.enums import TrafficLight
from ...mandates.queries import ended
from ..models import Measure
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
    "veto": "danger",
    "record_veto": "danger",
    "object_to_resolution": "danger",
    "object_as_unlawful": "danger",
}
_CHOICE_TONES = {"refused": "danger", "conditional": "warning", "approved": "success"}


@dataclass(frozen=True, slots=True)
class Entry(Told):
    """One event of a measure in words; `is_new` for whoever has not been here since."""

    seq: int
    action: str
    target: str
    is_new: bool


def timeline_of(
    case: Case, *, seen_before: int, units: Mapping[int, str], at: datetime
) -> list[Entry]:
    """All events, the newest first; what came after `seen_before` is marked as new, and what was
    done under a mandate that has ended since.
    """
    events = events_to_tell(case.pk)
    about = {str(e.data["deadline"]) for e in events if e.action in ACTS and e.data.get("deadline")}
    words = Words(case, units, titles_of(about, case) if about else {}, over=_over(events, at))
    return entries_in(events, words, seen_before=seen_before)


def entries_in(events: Iterable[Event], words: Words, *, seen_before: int) -> list[Entry]:
    """The same from events that are read as `events_to_tell` reads them."""
    return [_entry(event, words, is_new=event.seq > seen_before) for event in events]


def _over(events: Iterable[Event], at: datetime) -> frozenset[int]:
    """The mandates under which something was done and that have ended."""
    keys = {event.data["mandate"] for event in events if event.data.get("mandate")}
    return ended(keys, on=local_date(at)) if keys else frozenset()


def _entry(event: Event, words: Words, *, is_new: bool) -> Entry:
    line = replace(
        told(event, words.title(event)),
        tone=_tone(event),
        tag=" · ".join(filter(None, [_("new") if is_new else "", event.legal_basis])),
    )
    return Entry(
        **asdict(line), seq=event.seq, action=event.action, target=event.target, is_new=is_new
    )


def _tone(event: Event) -> str:
    if event.action in ("vote", "change_vote"):
        return _CHOICE_TONES.get(str(event.data.get("choice")), "")
    return _TONES.get(event.action, "" if event.actor_id else "system")


class Words:
    """Names of acts, states and choices in the reader's language.

    `units` and `deadlines` say how those are called by their ids, `over` are the mandates that
    have ended.
    """

    def __init__(
        self,
        case: Case,
        units: Mapping[int, str],
        deadlines: Mapping[str, str],
        *,
        over: frozenset[int],
    ) -> None:
        self.flow, self.units, self.deadlines = flow_for(case.kind), units, deadlines
        self.over = over

    def title(self, event: Event) -> str:
        """For example “Mitgezeichnet: zugestimmt (Jugendamt) → Freigabe”."""
        parts = [self._act(event)]
        found = [str(detail) for detail in (*self._details(event), *_days(event.data)) if detail]
        if found:
            parts.append(f": {', '.join(found)}")
        target = self._state(event.target) if event.target and event.source else ""
        if target and target.casefold() not in map(str.casefold, found):
            parts.append(f" → {target}")
        return "".join(parts)

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
        if event.action == "edit":
            yield from _fields(data.get("fields") or ())
        if data.get("decided_on"):
            yield _("on %(day)s") % {"day": day_told(data["decided_on"])}
            yield from (data.get("decided_by"), data.get("reference"))
        yield self.deadlines.get(str(data.get("deadline", "")))
        yield self.units.get(data.get("unit", 0))
        yield from (self.units.get(unit) for unit in data.get("disputed", ()))
        yield dict(ConsultationResult.choices).get(data.get("result", ""))
        yield dict(ObjectionOutcome.choices).get(data.get("outcome", ""))
        if data.get("objectors"):
            yield _("%(number)s members") % {"number": data["objectors"]}
        yield dict(TrafficLight.choices).get(data.get("light", ""))
        yield self._mandate(data.get("mandate"))
        if data.get("paper"):
            yield f"DS {data['paper']}"
        if data.get("protocol"):
            yield _("minutes %(number)s") % {"number": data["protocol"]}

    def _mandate(self, key: int | None) -> str:
        """Under which mandate integration was released, where that is not the present one."""
        if key == 0:
            return _("without a recorded mandate, in the transition")
        if key in self.over:
            return _("under a mandate that has ended since; it stays valid")
        return ""


def _fields(names: Iterable[str]) -> Iterator[str]:
    """Which fields of the text an act has changed, in words; the impact check counts as one."""
    labels = [
        _("Who is affected") if name.startswith("impact_") else label_of(name, Measure)
        for name in names
        if name == "milestones" or name in _FIELDS
    ]
    yield from dict.fromkeys(labels)


_FIELDS = frozenset(field.name for field in Measure._meta.get_fields())  # noqa: SLF001 - documented


def _days(data: Json) -> Iterator[str]:
    """What an act did to a deadline, or until when a matter rests."""
    yield from moved_day(data)
    paused, resumed = data.get("paused") or {}, data.get("resumed") or {}
    if len(paused) == 1:
        (left,) = paused.values()
        yield ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    if len(resumed) == 1:
        (day,) = resumed.values()
        yield _("until %(day)s") % {"day": day_told(day)}
    if data.get("until"):
        yield _("until %(day)s") % {"day": day_told(data["until"])}
