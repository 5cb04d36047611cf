"""Taking up a rejected or withdrawn measure again, as a new one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.acts import Outcome
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.pages import ActPage
from workflows.models import Case
from workflows.refusals import NotAllowed, WrongState

from ..actions import measures
from ..flows.measure import MeasureFlow
from ..models import Measure
from ..queries.measures import measure_seen_by
from .editing import proposing_units


class TakeUpAgain(ActPage):
    """M31: asks, then opens a new draft with the old text; the old measure stays as it is."""

    template_name = "workflows/act.html"
    title = _("Take up again")
    lead = _("A new draft with the text of this measure is opened. This measure stays closed.")
    submit_label = _("Open a new draft")
    done_message = _("A new draft is opened.")
    goes_on = False
    measure: Measure

    def find_case(self) -> Case:
        self.measure = measure_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.measure.case

    def check_access(self) -> None:
        if not proposing_units(self.person, at=self.at):
            raise NotAllowed(str(MeasureFlow.opener.role))
        if self.case.state not in measures.TAKEN_UP_FROM:
            raise WrongState(state=self.case.state, version=self.case.version)

    def perform(self, form: ActForm) -> Outcome:
        new = measures.take_up_again(
            self.measure, by=self.person, at=self.at, command=form.cleaned_data["command"]
        )
        case = new.case
        return Outcome(case.pk, case.seq, case.state, case.version)

    def success_url(self, outcome: Outcome) -> str:
        return reverse("coordination:measure_edit", args=[outcome.case])

    def get_context(self) -> dict[str, object]:
        return {"measure": self.measure}
