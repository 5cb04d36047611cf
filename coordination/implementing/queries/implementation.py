"""What belongs to the work on a measure: questions, obligations, reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflows.models import Event, Obligation, Question
from workflows.queries.together import Lists, Rows, Together

from ..enums import ReportStatus
from ..models import StatusReport
from .changes import changes_in, told_in, with_changes

WORK: Mapping[str, Rows] = {
    "questions": lambda case: Question.objects.filter(case=case).select_related(
        "asked_by", "answered_by", "desk__unit"
    ),
    "obligations": lambda case: Obligation.objects.filter(case=case).select_related(
        "unit", "fulfilled_by"
    ),
    "reports": lambda case: (
        StatusReport.objects.filter(measure__case=case)
        .select_related("written_by", "released_by")
        .order_by("-period_start", "-is_final")
    ),
}
"""What belongs to the work, by the key of the case: to be read together with what else a page
shows.
"""

_WORK = Together(**WORK)


def questions_of(case: int) -> list[Question]:
    """Questions before voting with their answers, open ones first."""
    return questions_in(_WORK.read(case, ["questions"]))


def questions_in(found: Lists) -> list[Question]:
    """The same from the rows of WORK."""
    return sorted(found["questions"], key=lambda row: (row.answered_at is not None, row.asked_at))


def obligations_of(case: int) -> list[Obligation]:
    """What the city bound itself to, open ones first."""
    return obligations_in(_WORK.read(case, ["obligations"]))


def obligations_in(found: Lists) -> list[Obligation]:
    """The same from the rows of WORK."""
    return sorted(
        found["obligations"], key=lambda row: (row.fulfilled_at is not None, row.created_at)
    )


def reports_in(found: Lists, events: Iterable[Event]) -> list[StatusReport]:
    """The status reports of a measure, the latest first, with what changed before each.

    From the rows of WORK and all events of the case in their order, with their texts.
    """
    return told_in(found["reports"], changes_in(events))


def released_reports_of(measure: int) -> list[StatusReport]:
    """Those of them that were released; two statements."""
    rows = StatusReport.objects.filter(measure=measure).order_by("-period_start", "-is_final")
    told = with_changes(rows, measure=measure)
    return [row for row in told if row.status == ReportStatus.RELEASED]
