"""What the rules of a target look at."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.machine import fact
from workflows.machine.values import key

from ...decisions.rules.looks import DecisionLook
from ..models import Objective, Target
from ..queries.texts import target_text


class TargetLook(DecisionLook):
    """A target as a call meets it."""

    prose = frozenset({"title", "facts", "proposal"})

    @fact
    def subject(self) -> Target:
        """The target of the case with its lead."""
        return Target.objects.select_related("lead").get(case=self.case.pk)

    @fact
    def text(self) -> dict[str, object]:
        """All that is signed: the fields of the target and its objectives."""
        return target_text(self.subject)

    @fact
    def objectives(self) -> Sequence[Objective]:
        """The objectives in their order."""
        return list(self.subject.objectives.select_related("office"))

    def objective(self) -> Objective | None:
        """The objective that the call names, by the task or by itself."""
        named = key(self.call.data.get("objective"))
        if self.call.task is not None and self.call.task.subject.startswith("objective:"):
            named = key(self.about_id("objective"))
        return next((row for row in self.objectives if row.pk == named), None)
