"""The trail of an order or a session as people read it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from workflows.models import Case, Event
from workflows.queries.acting.told import TASK_DEEDS, Told, events_to_tell, moved_day, told

from ..enums import OrderKind

DEEDS: Mapping[str, StrOrPromise] = {
    **TASK_DEEDS,
    "open": pgettext_lazy("trail", "order drafted"),
    "revise_order": pgettext_lazy("trail", "draft changed"),
    "issue_order": pgettext_lazy("trail", "order given"),
    "reassign_order": pgettext_lazy("trail", "moved to another office"),
    "confirm_load": pgettext_lazy("trail", "load confirmed"),
    "void_order": pgettext_lazy("trail", "order dropped"),
    "accept_order": pgettext_lazy("trail", "order accepted"),
    "decline_order": pgettext_lazy("trail", "order declined"),
    "say_not_responsible": pgettext_lazy("trail", "another office is responsible"),
    "begin_work": pgettext_lazy("trail", "work begun"),
    "report_done": pgettext_lazy("trail", "reported as done"),
    "confirm_order": pgettext_lazy("trail", "confirmed as done"),
    "send_report_back": pgettext_lazy("trail", "report given back"),
    "extend_order": pgettext_lazy("trail", "later day set"),
    "add_point": pgettext_lazy("trail", "point put on the agenda"),
    "drop_point": pgettext_lazy("trail", "point taken off the agenda"),
    "invite": pgettext_lazy("trail", "members invited"),
    "move_session": pgettext_lazy("trail", "session moved"),
    "cancel_session": pgettext_lazy("trail", "session cancelled"),
    "record_held": pgettext_lazy("trail", "session held"),
    "add_decision": pgettext_lazy("trail", "decision recorded"),
    "draft_minutes": pgettext_lazy("trail", "minutes drafted"),
    "send_minutes": pgettext_lazy("trail", "minutes sent"),
    "object_to_minutes": pgettext_lazy("trail", "objection to the minutes"),
    "settle_objection": pgettext_lazy("trail", "objection answered"),
    "minutes_period_over": pgettext_lazy("trail", "period for objections over"),
    "approve_minutes": pgettext_lazy("trail", "minutes approved"),
}


def history_of(case: Case) -> list[Told]:
    """All events of an order or a session, the newest first."""
    return [told(event, _title(event)) for event in events_to_tell(case.pk)]


def _title(event: Event) -> str:
    if event.action == "open":
        return str(DEEDS["open"]) if event.target == "drafted" else gettext("Session planned")
    words = str(DEEDS.get(event.action, event.action.replace("_", " ")))
    data = event.data
    details = [str(OrderKind(data["kind"]).label)] if data.get("kind") else []
    details += moved_day(data)
    return f"{words}: {', '.join(details)}" if details else words
