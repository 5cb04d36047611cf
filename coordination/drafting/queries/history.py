"""The trail of a draft or a contribution as the offices read it."""

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

CONTRIBUTION_DEEDS: Mapping[str, StrOrPromise] = {
    **TASK_DEEDS,
    "open": pgettext_lazy("trail", "contribution asked for"),
    "give_contribution": pgettext_lazy("trail", "contribution given"),
    "decline_contribution": pgettext_lazy("trail", "contribution declined"),
    "return_contribution": pgettext_lazy("trail", "contribution sent back"),
    "withdraw_contribution": pgettext_lazy("trail", "request withdrawn"),
    "end_contribution": pgettext_lazy("trail", "request closed"),
    "follow_the_asker": pgettext_lazy("trail", "shown to those who answer now"),
}


def history_of(case: Case, deeds: Mapping[str, StrOrPromise] = DEEDS) -> list[Told]:
    """All events of a draft or a contribution, the newest first."""
    return [
        told(event, str(deeds.get(event.action, event.action.replace("_", " "))))
        for event in events_to_tell(case.pk)
    ]
