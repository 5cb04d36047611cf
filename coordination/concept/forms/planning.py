"""The form for the plan of a concept: its prose, its days, the offices that co-sign."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.naming import UnitsField
from workflows.queries.people.routes import working_calendar

from ...city.queries.catalogue import LEADING, leading_units
from ..enums import PHASES, ConceptState
from ..models import ConceptPhase

PHASE = "phase_"


class EditForm(CaseForm):
    """Its prose, its days and the offices that co-sign."""

    act_name = "edit"

    title = LineField(label=_("Title"), max_length=200)
    proposal = reason_field(_("Proposed resolution"), required=False)
    facts = reason_field(_("Facts and reasons"), required=False)
    partners = UnitsField(
        label=_("Offices that co-sign"), required=False, help_text=_("Type the name of the office.")
    )
    starts_on = GermanDateField(label=_("Start of the work"), required=False)
    comments_until = GermanDateField(label=_("Comments until"), required=False)

    def prepare(self) -> None:
        concept, today = self.context.matter, self.context.situation.look.call.today
        for name in ("title", "proposal", "facts", "starts_on", "comments_until"):
            self.initial.setdefault(name, getattr(concept, name))
        self._suggest_the_start(today)
        self.initial.setdefault("partners", list(concept.partners.all()))
        partners = self.fields["partners"]
        assert isinstance(partners, UnitsField)
        partners.choose_among(leading_units(on=today).exclude(pk=concept.lead_id), kind=LEADING)
        known = dict(ConceptPhase.objects.filter(concept=concept.pk).values_list("state", "due_on"))
        for state in PHASES:
            label = _("Phase “%(phase)s” until") % {"phase": state.label}
            self.fields[f"{PHASE}{state.value}"] = GermanDateField(label=label, required=False)
            self.initial.setdefault(f"{PHASE}{state.value}", known.get(state.value))

    def _suggest_the_start(self, today: date) -> None:
        """As long as no day is planned: the first working day after the next summer holidays."""
        found = working_calendar().after_summer(today)
        if found is None:
            return
        holidays, day = found
        text = _(
            "The next summer holidays last from %(first)s to %(last)s; the first working day after"
            " them is %(day)s. Until the agency is commissioned this day is a deadline."
        )
        self.fields["starts_on"].help_text = text % {
            "first": f"{holidays.first:%d.%m.%Y}", "last": f"{holidays.last:%d.%m.%Y}",
            "day": f"{day:%d.%m.%Y}",
        }  # fmt: skip
        if (
            self.context.matter.case.state == ConceptState.PROMPTED
            and not self.initial["starts_on"]
        ):
            self.initial["starts_on"] = day

    def act_data(self) -> dict[str, object]:
        said = super().act_data()
        phases = {state.value: said.pop(f"{PHASE}{state.value}") for state in PHASES}
        return {**said, "phases": phases}
