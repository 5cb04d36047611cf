"""The trail of an item as people read it."""

from __future__ import annotations

from collections.abc import Mapping

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

from ..enums import FollowUpState

DEEDS: Mapping[str, StrOrPromise] = {
    **TASK_DEEDS,
    "open": pgettext_lazy("trail", "put on the list"),
    "draft_answer": pgettext_lazy("trail", "answer drafted"),
    "give_answer": pgettext_lazy("trail", "answer given"),
    "return_answer": pgettext_lazy("trail", "draft given back"),
    "prepare_note": pgettext_lazy("trail", "note of completion prepared"),
    "transfer_lead": pgettext_lazy("trail", "assigned to another office"),
    "revise": pgettext_lazy("trail", "corrected"),
    "extend_report": pgettext_lazy("trail", "report postponed"),
    "take_note": pgettext_lazy("trail", "the body took note"),
    "strike": pgettext_lazy("trail", "struck off the list"),
    "reopen": pgettext_lazy("trail", "taken up again"),
    "publish": pgettext_lazy("trail", "published"),
    "end_publication": pgettext_lazy("trail", "publication ended"),
}


def history_of(case: Case) -> list[Told]:
    """All events of an item, the newest first."""
    return [told(event, _title(event)) for event in events_to_tell(case.pk)]


def _title(event: Event) -> str:
    words = str(DEEDS.get(event.action, event.action.replace("_", " ")))
    data = event.data
    details = [str(FollowUpState(data["state"]).label)] if data.get("state") else []
    details += moved_day(data)
    if data.get("noted_on"):
        details.append(day_told(data["noted_on"]))
    if data.get("until"):
        details.append(_("next report on %(day)s") % {"day": day_told(data["until"])})
    return f"{words}: {', '.join(details)}" if details else words
