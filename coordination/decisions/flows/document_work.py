"""Closing what offices have asked for beside their answers."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from workflows.actions.acting.work import Work
from workflows.subjects import key_in, thing

from ..models import DocumentRequest, RequestEnd

STEP = "provide_documents"
LIMIT = "document_limit"
"""The kind of the deadline after which the clocks go on."""


class DocumentWork(Work):
    """Keeps the requests for missing documents of a matter."""

    def close_request(self, row: DocumentRequest, end: RequestEnd) -> None:
        """Its task and its longest time are over with it; the clocks are another matter."""
        subject = thing("documents", row.pk)
        is_answered = end == RequestEnd.ANSWERED
        row.end, row.ended_at, row.ended_by_id = end.value, self.at, self.call.actor.person
        row.answer = self.call.text.strip() if is_answered else ""
        self.store(row, "end", "ended_at", "ended_by", "answer")
        if not is_answered:
            self.drop(STEP, subject)
        if end != RequestEnd.OVER:
            self.end_deadline(kind=LIMIT, subject=subject, status="lifted")
        self.note(documents=str(row.pk), end=end.value)

    def all_clocks_stopped(self) -> bool:
        """Whether the secretariat still waits for documents in the present round."""
        if not self.scene.tasks_of(STEP):
            return False
        rows = DocumentRequest.objects.filter(case=self.case.pk, round=self.case.round, end="")
        return rows.filter(item=None).exists()

    def drop_requests(self, items: Iterable[UUID] | None = None) -> None:
        """Nobody needs them any more: those of these items, or all with the secretariat's."""
        keys = [UUID(key_in(task.subject)) for task in self.scene.tasks_of(STEP)]
        if not keys:
            return
        wanted = None if items is None else frozenset(items)
        for row in DocumentRequest.objects.filter(pk__in=keys, end="").order_by("pk"):
            if wanted is None or row.item_id in wanted:
                self.close_request(row, RequestEnd.VOID)
