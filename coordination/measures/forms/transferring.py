"""Giving the lead to another office."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import ReasonForm
from workflows.forms.acting.panels import ActPanel
from workflows.models import Unit

from .sections import leading


class TransferLeadForm(ReasonForm):
    """Which office has the lead from now on, and why."""

    act_name = "transfer_lead"

    lead = forms.ModelChoiceField(
        label=_("New lead"),
        queryset=Unit.objects.none(),
        empty_label=_("please choose"),
    )
    field_order = ("lead", "reason")

    def prepare(self) -> None:
        today = self.context.situation.look.call.today
        units = leading(on=today).exclude(pk=self.context.matter.lead_id)
        self.fields["lead"].queryset = units  # type: ignore[attr-defined]

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
