"""Giving the lead to another office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import ReasonForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.naming import UnitField

from ...city.queries.catalogue import LEADING, leading_units


class TransferLeadForm(ReasonForm):
    """Which office has the lead from now on, and why."""

    act_name = "transfer_lead"

    lead = UnitField(label=_("New lead"), help_text=_("Type the name of the office."))
    field_order = ("lead", "reason")

    def prepare(self) -> None:
        today = self.context.situation.look.call.today
        units = leading_units(on=today).exclude(pk=self.context.matter.lead_id)
        lead = self.fields["lead"]
        assert isinstance(lead, UnitField)
        lead.choose_among(units, kind=LEADING)

    def act_data(self) -> dict[str, object]:
        return {"lead": self.cleaned_data["lead"].pk}


PANELS = (
    ActPanel(
        TransferLeadForm,
        "federfuehrung-uebertragen",
        _("Transfer the lead"),
        _("Transfer the lead for good"),
        _("The lead is transferred."),
        _("The new lead gets all tasks and deadlines of the old one. The text stays as it is."),
        checks=True,
    ),
)
