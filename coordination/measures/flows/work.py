"""Who does the acts of a measure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from workflows.actions.wire.batch import Batch
from workflows.enums import Access
from workflows.machine import flow_for
from workflows.refusals import GuardsUnmet, Unmet

from ...decisions.enums import MeasureState as S
from ...decisions.rules import posts
from ...implementing.flows.implementing import ImplementingWork
from ..queries.audience import OWN
from .editing import apply_fields
from .look import MeasureLook


class MeasureWork(ImplementingWork):
    """The unit of work on a measure."""

    look: MeasureLook

    def apply(self, fields: Mapping[str, object]) -> None:
        """Write changed fields; raises GuardsUnmet with every field that does not fit.

        The finding on current administration must then be made anew.
        """
        subject, access = self.look.subject, self.case.access
        before = subject.lead_id
        # Written at once: what follows in the same act may freeze the text.
        batch = Batch()
        today = None if self.case.state in (S.DRAFT, S.REVISION) else self.today
        apply_fields(subject, fields, work=self, batch=batch, today=today)
        batch.flush()
        if subject.is_current_administration is not None:
            subject.is_current_administration = None
            self.store(subject, "is_current_administration")
        self.look = self.look.knowing(subject)
        if subject.lead_id != before:
            self._pass_to_new_lead()
        if (access, self.case.access) == (Access.NORMAL, Access.RESTRICTED):
            self.close_to_others(keeping=OWN)

    def _pass_to_new_lead(self) -> None:
        """The new lead sees the text and has the work; while others look at it, it stays."""
        if self.case.state not in (S.DRAFT, S.REVISION):
            text = gettext("The lead can only change while the text is being written.")
            raise GuardsUnmet([Unmet("lead_fixed", text, "lead")])
        self.show_to(*posts.lead_desks(self.look), reason="lead")
        self.drop("agreement")
        for step in flow_for(self.case.kind).steps[self.case.state]:
            self.drop(step.key)
            self.ask_for(step)
