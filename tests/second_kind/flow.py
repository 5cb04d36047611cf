"""The flow of a guideline: the stages of every resolution, and nothing after it."""

from typing import Any

from coordination.decisions.enums import MeasureState as S
from coordination.decisions.flows.deliberating import DecisionFlow
from coordination.decisions.rules import people
from tests.second_kind.models import Guideline
from workflows.machine import CaseFlow

act = CaseFlow.state.act


class GuidelineFlow(DecisionFlow):
    """Check → co-signature → … → resolved, which is its end."""

    kind = "guideline"
    label = "guideline"
    url_name = "coordination:measure"
    initial = S.CHECK
    final = frozenset({S.RESOLVED, S.REJECTED, S.WITHDRAWN})

    def load_subject(self) -> Guideline:
        return Guideline.objects.select_related("lead").get(case=self.case.pk)

    def text(self) -> dict[str, Any]:
        return {"title": self.subject.title, "text": self.subject.text}

    def apply(self, fields: dict[str, Any]) -> None:
        self.subject.text = str(fields["text"])
        self.subject.save(update_fields=["text"])

    @act(source=S.REVISION, target=S.CHECK, by=people.lead_staff, label="hand in again")
    def hand_in(self) -> None:
        """The lead has revised the text."""
        self.apply({"text": self.call.value("wording", str)})
        self.freeze("submitted")
