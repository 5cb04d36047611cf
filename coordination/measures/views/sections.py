"""One section of a measure's text."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.acts import Outcome
from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.case_page import seen_by
from workflows.forms.acting.writing import WritingPage
from workflows.models import Case
from workflows.refusals import Conflict

from ..actions import measures
from ..forms.sections import SECTIONS, SectionForm
from ..models import Measure
from ..queries.measures import measure_seen_by
from ..queries.texts import measure_text
from .editing import EDIT


def section_page(request: HttpRequest, case_id: int, section: str) -> HttpResponseBase:
    """The section under that address; 404 where there is none."""
    form_class = next((form for form in SECTIONS.values() if form.address == section), None)
    if form_class is None:
        raise Http404
    return Section.as_view(form_class=form_class)(request, case_id=case_id, section=section)


class Section(WritingPage):
    """Shows the fields of a section and saves them as one change of the text."""

    template_name = "coordination/measures/section.html"
    offered_act = EDIT
    goes_on = False
    done_message = gettext_lazy("Saved.")
    form_class: ClassVar[type[SectionForm]] = SectionForm
    measure: Measure

    def find_case(self) -> Case:
        self.measure = measure_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.measure.case

    def check_access(self) -> None:
        self.situation = seen_by(self.person, self.measure, at=self.at)

    @property
    def draft_form(self) -> str:
        return f"measure.edit:{self.form_class.key}"

    def get_form_kwargs(self) -> dict[str, object]:
        return {"instance": self.measure, "on": local_date(self.at)}

    def perform(self, form: ActForm) -> Outcome:
        fields = form.act_data()
        case = self.case
        if fields == self._present(fields) and form.cleaned_data["version"] == case.version:
            self.forget()
            return Outcome(case.pk, case.seq, case.state, case.version, replayed=True)
        try:
            outcome = measures.perform(
                case.pk, EDIT, by=self.person, at=self.at, command=form.cleaned_data["command"],
                version=form.cleaned_data["version"], data=fields,
            )  # fmt: skip
        except Conflict as refusal:
            self.keep_if_late(refusal)
            raise
        self.forget()
        return outcome

    def _present(self, fields: dict[str, object]) -> dict[str, object]:
        """The same fields as they stand: saving without a change leaves no trace."""
        fresh = Measure.objects.select_related("case").get(pk=self.measure.pk)
        text = {**measure_text(fresh), "access": fresh.case.access}
        return {name: text.get(name) for name in fields}

    def message(self, form: ActForm, outcome: Outcome) -> str:
        return _("Nothing was changed.") if outcome.replayed else super().message(form, outcome)

    def success_url(self, outcome: Outcome) -> str:
        """On to the next section; after the last one back to all of them."""
        keys = list(SECTIONS)
        following = keys[keys.index(self.form_class.key) + 1 :]
        if not following:
            return reverse("coordination:measure_edit", args=[outcome.case])
        return self._address(following[0])

    def _address(self, key: str) -> str:
        address = SECTIONS[key].address
        return reverse("coordination:measure_section", args=[self.case.pk, address])

    def get_context(self) -> dict[str, object]:
        keys = list(SECTIONS)
        section = self.form_class
        return {
            "measure": self.measure,
            "title": section.title_,
            "lead": section.lead_,
            "number": keys.index(section.key) + 1,
            "total": len(keys),
            "draft": self.draft,
            "sections": [
                (form.title_, self._address(key), key == section.key)
                for key, form in SECTIONS.items()
            ],
            "list_url": reverse("coordination:measure_edit", args=[self.case.pk]),
        }
