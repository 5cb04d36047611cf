"""The trail of a draft as the office reads it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from workflows.models import Case
from workflows.queries.acting.told import TASK_DEEDS, Told, events_to_tell, told

DEEDS: Mapping[str, StrOrPromise] = {
    **TASK_DEEDS,
    "open": pgettext_lazy("trail", "given out to be drafted"),
    "hand_in_draft": pgettext_lazy("trail", "draft handed in"),
    "revise_draft": pgettext_lazy("trail", "draft changed"),
    "return_draft": pgettext_lazy("trail", "draft sent back"),
    "reassign_draft": pgettext_lazy("trail", "given to another desk"),
    "recall_draft": pgettext_lazy("trail", "draft taken back"),
    "end_draft": pgettext_lazy("trail", "draft closed"),
}


def history_of(case: Case) -> list[Told]:
    """All events of a draft, the newest first."""
    return [
        told(event, str(DEEDS.get(event.action, event.action.replace("_", " "))))
        for event in events_to_tell(case.pk)
    ]
