"""What belongs to the work on a measure: questions, obligations, reports, successors."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from workflows.models import Obligation, Question, User

from ...measures.models import Measure
from ..models import StatusReport


def questions_of(case: int) -> list[Question]:
    """Questions before voting with their answers, open ones first."""
    rows = Question.objects.filter(case=case).select_related(
        "asked_by", "answered_by", "desk__unit"
    )
    return sorted(rows, key=lambda question: (question.answered_at is not None, question.asked_at))


def obligations_of(case: int) -> list[Obligation]:
    """What the city bound itself to, open ones first."""
    rows = Obligation.objects.filter(case=case).select_related("unit", "fulfilled_by")
    return sorted(rows, key=lambda row: (row.fulfilled_at is not None, row.created_at))


def reports_of(measure: Measure) -> list[StatusReport]:
    """The status reports, the latest first."""
    rows = measure.reports.select_related("written_by", "released_by")
    return list(rows.order_by("-period_start", "-is_final"))


def relatives_of(measure: Measure, *, viewer: User, at: datetime) -> list[Measure]:
    """The measure that this one took up again, and those that took up this one; as far as seen."""
    kin = Q(predecessor=measure.pk) | Q(pk=measure.predecessor_id)
    return list(Measure.objects.visible_to(viewer, at=at).filter(kin).order_by("pk"))
