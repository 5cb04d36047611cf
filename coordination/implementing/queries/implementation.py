"""What belongs to the work on a measure: questions, obligations, reports."""

from __future__ import annotations

from workflows.models import Obligation, Question

from ..enums import ReportStatus
from ..models import StatusReport
from .changes import with_changes


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


def reports_of(measure: int) -> list[StatusReport]:
    """The status reports of a measure, the latest first, with what changed before each."""
    rows = StatusReport.objects.filter(measure=measure).select_related("written_by", "released_by")
    return with_changes(rows.order_by("-period_start", "-is_final"), measure=measure)


def released_reports_of(measure: int) -> list[StatusReport]:
    """Those of them that were released."""
    rows = StatusReport.objects.filter(measure=measure, status=ReportStatus.RELEASED)
    return with_changes(rows.order_by("-period_start", "-is_final"), measure=measure)
