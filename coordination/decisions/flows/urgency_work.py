"""Ending requests for urgency, and taking them along into a partial round."""

from __future__ import annotations

from workflows.subjects import thing

from ..models import UrgencyEnd, UrgencyRequest
from ..rules.looks import DecisionLook
from .document_work import DocumentWork

STEP = "urgency"


class UrgencyWork(DocumentWork):
    """Keeps the requests for urgency of a matter."""

    look: DecisionLook

    def end_urgency(self, row: UrgencyRequest, end: UrgencyEnd) -> None:
        """Whoever was to decide is asked no more."""
        by_a_person = end in (UrgencyEnd.ACCEPTED, UrgencyEnd.REFUSED)
        row.end, row.ended_at, row.ended_by_id = end.value, self.at, self.call.actor.person
        row.answer = self.call.text.strip() if by_a_person else ""
        self.store(row, "end", "ended_at", "ended_by", "answer")
        if not by_a_person and end != UrgencyEnd.OVER:
            self.drop(STEP, thing("urgency", row.pk))
        self.note(urgency=str(row.pk), end=end.value)

    def drop_urgency(self, *, of_all_rounds: bool = False) -> None:
        """The round is over, or the matter: what was not decided is needed no more."""
        if not of_all_rounds and not self.scene.tasks_of(STEP):
            return
        for row in self.look.urgency:
            if row.is_open and (of_all_rounds or row.round <= self.case.round):
                self.end_urgency(row, UrgencyEnd.VOID)

    def carry_urgency(self) -> None:
        """A partial round belongs to the same circulation: what was asked or accepted holds on."""
        for row in self.look.urgency:
            holds_on = row.is_open or row.end == UrgencyEnd.ACCEPTED
            if holds_on and row.round == self.case.round - 1:
                row.round = self.case.round
                self.store(row, "round")
