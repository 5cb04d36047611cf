"""What begins with a measure: it is taken up again, or a supplement to it is written."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.acts import Outcome
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.pages import ActPage
from workflows.models import Case
from workflows.refusals import NotAllowed, WrongState

from ...decisions.rules.people import lead_staff
from ..actions import measures, supplements
from ..flows.measure import MeasureFlow
from ..models import Measure
from ..queries.measures import measure_seen_by
from ..queries.supplements import running_supplement
from .editing import proposing_units


class SuccessorPage(ActPage):
    """Asks, then opens the draft of another measure, which goes its own way from there."""

    template_name = "workflows/act.html"
    goes_on = False
    measure: Measure

    def find_case(self) -> Case:
        self.measure = measure_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.measure.case

    def begin(self, command: UUID) -> Measure:
        """Open the draft; sent twice, it is the first one."""
        raise NotImplementedError

    def perform(self, form: ActForm) -> Outcome:
        case = self.begin(form.cleaned_data["command"]).case
        return Outcome(case.pk, case.seq, case.state, case.version)

    def success_url(self, outcome: Outcome) -> str:
        return reverse("coordination:measure_edit", args=[outcome.case])

    def get_context(self) -> dict[str, object]:
        return {"measure": self.measure}


class TakeUpAgain(SuccessorPage):
    """M31: asks, then opens a new draft with the old text; the old measure stays as it is."""

    title = _("Take up again")
    lead = _("A new draft with the text of this measure is opened. This measure stays closed.")
    submit_label = _("Open a new draft")
    done_message = _("A new draft is opened.")

    def check_access(self) -> None:
        if not proposing_units(self.person, at=self.at):
            raise NotAllowed(str(MeasureFlow.opener.role))
        if self.case.state not in measures.TAKEN_UP_FROM:
            raise WrongState(state=self.case.state, version=self.case.version)

    def begin(self, command: UUID) -> Measure:
        return measures.take_up_again(self.measure, by=self.person, at=self.at, command=command)


class Supplement(SuccessorPage):
    """2.2: asks, then opens the draft of a supplementary paper; the measure goes on meanwhile."""

    title = _("Write a supplementary paper")
    lead = _(
        "Beyond the limits, cost, end and goal of a decided measure change only by a resolution. A"
        " draft with its text is opened; it goes the whole way of a measure. Until it is decided"
        " the measure goes on as it is."
    )
    submit_label = _("Open the draft")
    done_message = _("The draft of the supplementary paper is opened.")

    def check_access(self) -> None:
        if not supplements.may_supplement(self.measure, self.person, at=self.at):
            raise NotAllowed(str(lead_staff.role))
        # Sent twice it is opened once: of what is sent the action knows.
        is_shown = self.request.method != "POST"
        if self.case.state not in measures.SUPPLEMENTED_IN or (
            is_shown and running_supplement(self.measure.pk) is not None
        ):
            raise WrongState(state=self.case.state, version=self.case.version)

    def begin(self, command: UUID) -> Measure:
        return supplements.propose_supplement(
            self.measure, by=self.person, at=self.at, command=command
        )
