"""The trail of a demand as people read it: all of it inside, its stations for the sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from workflows.models import Case, Event
from workflows.queries.acting.told import (
    TASK_DEEDS,
    Told,
    day_told,
    events_to_tell,
    moved_day,
    told,
)

from ..enums import Outcome

DEEDS: Mapping[str, StrOrPromise] = {
    **TASK_DEEDS,
    "open": pgettext_lazy("trail", "demand recorded"),
    "revise_demand": pgettext_lazy("trail", "demand corrected"),
    "register_demand": pgettext_lazy("trail", "receipt confirmed, demand registered"),
    "assign_demand": pgettext_lazy("trail", "assigned to an office"),
    "return_demand": pgettext_lazy("trail", "given back to be assigned anew"),
    "confirm_load": pgettext_lazy("trail", "load confirmed"),
    "ask_sender_anew": pgettext_lazy("trail", "sender asked another way"),
    "begin_examination": pgettext_lazy("trail", "examination begun"),
    "send_notice": pgettext_lazy("trail", "interim notice sent"),
    "draft_answer": pgettext_lazy("trail", "answer to the demand drafted"),
    "return_answer": pgettext_lazy("trail", "draft of the answer given back"),
    "sign_answer": pgettext_lazy("trail", "answer signed"),
    "link_measure": pgettext_lazy("trail", "measure linked"),
    "unlink_measure": pgettext_lazy("trail", "link to a measure removed"),
    "set_appointment": pgettext_lazy("trail", "appointment recorded"),
    "record_result": pgettext_lazy("trail", "result of the talk recorded"),
    "report_fulfilled": pgettext_lazy("trail", "reported as fulfilled"),
    "measure_failed": pgettext_lazy("trail", "a linked measure will not be carried out"),
    "confirm_fulfilled": pgettext_lazy("trail", "confirmed by the sender"),
    "record_confirmation": pgettext_lazy("trail", "confirmation of the sender recorded"),
    "dispute": pgettext_lazy("trail", "disputed by the sender"),
    "record_dispute": pgettext_lazy("trail", "objection of the sender recorded"),
    "withdraw_demand": pgettext_lazy("trail", "taken back by the sender"),
    "record_withdrawal": pgettext_lazy("trail", "withdrawal by the sender recorded"),
    "settle_demand": pgettext_lazy("trail", "closed as settled by something else"),
    "let_sender_read": pgettext_lazy("trail", "shown to the sender"),
    "ask_instead": pgettext_lazy("trail", "others asked instead"),
    "extend_deadline": pgettext_lazy("trail", "deadline extended"),
    "pause_deadline": pgettext_lazy("trail", "deadline paused"),
    "resume_deadline": pgettext_lazy("trail", "deadline goes on"),
}

STATIONS = (
    "open", "register_demand", "assign_demand", "begin_examination", "send_notice", "sign_answer",
    "set_appointment", "record_result", "report_fulfilled", "measure_failed",
    "confirm_fulfilled", "record_confirmation", "dispute", "record_dispute", "withdraw_demand",
    "record_withdrawal", "settle_demand",
)  # fmt: skip
"""What a sender reads: how far it is, never who drafted what or whom the city reminded."""

THEIRS = (
    "dispute", "record_dispute", "confirm_fulfilled", "record_confirmation", "withdraw_demand",
    "record_withdrawal", "settle_demand",
)  # fmt: skip
"""Of these the sender reads the words too: their own, and why the city closed it."""


def history_of(case: Case) -> list[Told]:
    """All events of a demand, the newest first."""
    return [told(event, _title(event)) for event in events_to_tell(case.pk)]


def stations_of(case: Case) -> list[Told]:
    """The events that its sender may read, without persons of the city."""
    events = events_to_tell(case.pk).filter(action__in=STATIONS)
    return [
        replace(
            told(event, _title(event)), actor="", on_behalf="", text=_words(event), tone="", tag=""
        )
        for event in events
    ]


def _words(event: Event) -> str:
    text = getattr(event, "text", None)
    return text.text if text and event.action in THEIRS else ""


def _title(event: Event) -> str:
    words = str(DEEDS.get(event.action, event.action.replace("_", " ")))
    data, details = event.data, []
    if data.get("outcome"):
        details.append(str(Outcome(data["outcome"]).label))
    days = (data.get(name) for name in ("confirmed_on", "sent_on", "said_on"))
    details.extend(day_told(day) for day in days if day)
    if data.get("meets_at"):
        details.append(day_told(str(data["meets_at"])[:10]))
    if data.get("recorded"):
        details.append(_("recorded by the integration centre"))
    if data.get("over_load"):
        details.append(_("more than the office can carry"))
    details += moved_day(data)
    return f"{words}: {', '.join(details)}" if details else words
