"""The flow of a guideline: the stages of every resolution, and nothing after it."""

from collections.abc import Mapping
from typing import Any

from coordination.decisions.enums import MeasureState as S
from coordination.decisions.flows.flow import DecisionFlow
from coordination.decisions.flows.work import DecisionWork
from coordination.decisions.rules import people
from coordination.decisions.rules.looks import DecisionLook
from workflows.machine import At, Stage, act, fact

from .models import Guideline


class GuidelineLook(DecisionLook):
    """A guideline as a call meets it."""

    @fact
    def subject(self) -> Guideline:
        return Guideline.objects.select_related("lead").get(case=self.case.pk)

    @fact
    def text(self) -> dict[str, Any]:
        return {"title": self.subject.title, "text": self.subject.text}


class GuidelineWork(DecisionWork):
    """The unit of work on a guideline."""

    look: GuidelineLook

    def apply(self, fields: Mapping[str, Any]) -> None:
        subject = self.look.subject
        subject.text = str(fields["text"])
        subject.save(update_fields=["text"])
        self.look = self.look.knowing(subject)


@act("hand in again")
def hand_in(work: GuidelineWork) -> None:
    """The lead has revised the text."""
    work.apply({"text": work.call.value("wording", str)})
    work.freeze("submitted")


class GuidelineFlow(DecisionFlow):
    """Check → co-signature → … → resolved, which is its end."""

    kind = "guideline"
    label = "guideline"
    url_name = "guideline:case"
    initial = S.CHECK
    final = frozenset({S.RESOLVED, S.REJECTED, S.WITHDRAWN, S.REVOKED})
    look = GuidelineLook
    work = GuidelineWork
    stages = (
        *DecisionFlow.stages,
        Stage({S.REVISION: At(acts=(hand_in.by(people.lead_staff, to=S.CHECK),))}),
    )
