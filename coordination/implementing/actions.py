"""The completion of a matter prepares the note of completion on the list of the council (M28)."""

from __future__ import annotations

from datetime import datetime

from workflows.actions.acting.acts import Request, act
from workflows.refusals import Refusal

from ..decisions.enums import MeasureState
from ..followup.enums import ACTIVE
from ..followup.enums import FollowUpState as S
from ..followup.models import IN_WORDS, FollowUp
from .enums import ReportStatus
from .models import StatusReport

AT_ONCE = 200
"""So many at one time; the next tick goes on."""


def prepare_notes(*, at: datetime) -> int:
    """For each item whose matter is completed the answer “done” with the final report, ready for
    the head of the office; once for each item. Returns how many.
    """
    completed = FollowUp.objects.filter(
        state__in=ACTIVE, matter__isnull=False, matter__state=MeasureState.COMPLETED
    ).exclude(answers__written_by=None, answers__isnull=False)
    items = completed.order_by("pk").values_list("case", "matter")[:AT_ONCE]
    return sum(_prepare(case, matter, at=at) for case, matter in items)


def _prepare(case: int, matter: int, *, at: datetime) -> bool:
    finals = StatusReport.objects.filter(
        measure__case=matter, is_final=True, status=ReportStatus.RELEASED
    )
    final = finals.order_by("-period_end").first()
    data = {
        "state": S.DONE.value,
        "provided": final.done[:IN_WORDS] if final else "",
        "spent": str(final.spent) if final else None,
    }
    try:
        act(Request(case, "prepare_note", None, at, data=data), system=True)
    except Refusal:
        return False  # somebody has answered meanwhile
    return True
