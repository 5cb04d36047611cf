"""Working on an uploaded list in the background: checking it, then taking it in pieces."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation

from ..actions import files, uploads
from ..enums import ImportStatus
from ..models import ImportProblem, MeasureImport
from .problems import Problem
from .running import Clock, check, take


def work_on(pk: int, *, clock: Clock, until: datetime) -> bool:
    """Do what is to be done with an uploaded list; true if it has to be called again.

    Checks a new list, takes one whose owner has said so, until `until`. Any number of processes
    may call this at once or after a crash: each row is taken once and counted once. If the work
    breaks off, the import says so and the error goes on.
    """
    record = MeasureImport.objects.select_related("uploaded_by").filter(pk=pk).first()
    if record is None:
        return False
    with translation.override(record.uploaded_by.language):
        try:
            if record.status == ImportStatus.CHECKING:
                _check(record, clock=clock, begins=False)
            elif record.status == ImportStatus.RUNNING:
                return _run(record, clock=clock, until=until)
        except Exception:
            uploads.fail(record, at=clock())
            raise
    return False


def _check(record: MeasureImport, *, clock: Clock, begins: bool) -> bool:
    """Check the file. Returns whether the import itself has begun with it."""
    at = clock()
    with files.opened(record) as file:
        findings = check(
            file, source=record.source, by=record.uploaded_by, at=at, is_stock=record.is_stock,
            kind=record.kind,
        )  # fmt: skip
    is_fit = findings.rows > findings.faulty and (record.takes_good_rows or not findings.faulty)
    noted = uploads.note_check(
        record,
        counts=findings.counts,
        sample=findings.sample,
        groups={name: dict(made) for name, made in findings.groups.items()},
        similar_source=findings.similar_source,
        problems=[_row_of(problem) for problem in findings.problems],
        begins=begins and is_fit,
        at=clock(),
    )
    return noted and begins and is_fit


def _run(record: MeasureImport, *, clock: Clock, until: datetime) -> bool:
    # What was fine at the preview may not be so any more: nothing is written before that is known.
    if not record.rows_done and not _check(record, clock=clock, begins=True):
        return False
    if not record.rows_done or record.rows_done < record.rows:
        with files.opened(record) as file:
            rows = take(
                file, source=record.source, by=record.uploaded_by, clock=clock,
                is_stock=record.is_stock, kind=record.kind, record=record.pk, done=record.rows_done,
            )  # fmt: skip
            for taken in rows:
                if taken.is_news:
                    problems = [_row_of(problem) for problem in taken.problems]
                    uploads.note_refused(record, taken.row, problems)
                if clock() >= until:
                    return True
    uploads.finish(record, at=clock())
    return False


def _row_of(problem: Problem) -> ImportProblem:
    return ImportProblem(
        row=problem.row, column=problem.column, code=problem.code, details=dict(problem.details)
    )
