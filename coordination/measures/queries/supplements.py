"""Supplementary papers: what they change, how far they are, what they have changed."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.models import Deadline, Event, Obligation, Task

from ...decisions.enums import MeasureState as S
from ...decisions.flows.approving import open_approval
from ...decisions.flows.deliberating import OBJECTION
from ...decisions.flows.handing_over import provisional_resolution
from ...decisions.models import TextVersion
from ..models import ENDED, Measure

TAKEN_IN, GIVEN_UP = "take_in_supplement", "give_up_supplement"
"""The acts by which a measure follows the resolution on its supplement."""

DECIDED_AS = (
    "submitted", "paper", "stock", "adapted", "started", "supplemented", "supplement_undone",
)  # fmt: skip
"""Versions of the text that somebody has decided; what the lead changed within limits is none."""


def running_supplement(measure: int) -> Measure | None:
    """The supplement of a measure that has not ended, if there is one."""
    rows = Measure.objects.filter(supplements=measure).exclude(state__in=ENDED)
    return rows.select_related("case").first()


def decided_text(case: int) -> Mapping[str, object]:
    """The text of a measure as it was last decided; empty if nobody has."""
    rows = TextVersion.objects.filter(case=case, occasion__in=DECIDED_AS).order_by("-number")
    return rows.values_list("content", flat=True).first() or {}


def taken_in(original: int, supplement: int) -> Event | None:
    """The event by which the measure of one case took in the supplement of another, if it holds."""
    rows = Event.objects.filter(
        case=original, action__in=(TAKEN_IN, GIVEN_UP), data__supplement=supplement
    )
    last = rows.order_by("-seq").first()
    return last if last is not None and last.action == TAKEN_IN else None


def takes_effect(supplement: Measure) -> bool:
    """Whether nothing stands against it any more: it is resolved and its plan fits the resolution,
    the money is there, the excerpt is back, and nobody can object in the mayor's period.
    """
    case = supplement.case_id
    if supplement.case.state != S.RESOLVED:
        return False
    if supplement.total_cost > 0 and supplement.funds_confirmed_at is None:
        return False
    waits = (
        Task.objects.filter(case=case, step__key="adapt_plan", status__in=("open", "waiting")),
        Deadline.objects.filter(case=case, kind=OBJECTION, closed_at=None),
    )
    return not any(rows.exists() for rows in waits) and provisional_resolution(case) is None


def is_over(supplement: Measure) -> bool:
    """Whether nothing is left to be done for a supplement that has taken effect."""
    owes = Obligation.objects.filter(case=supplement.case_id, fulfilled_at=None).exists()
    return not owes and open_approval(supplement.case_id) is None
