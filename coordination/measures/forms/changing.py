"""The lead changes cost or end of a decided measure within the limits."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import ReasonForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, GermanMoneyField

from ..flows.changing import decided_plan, limits_of
from ..flows.look import MeasureLook


class ChangePlanForm(ReasonForm):
    """Another cost, another end, and why; the fields say how far the limits reach."""

    act_name = "change_plan"
    field_order = ("cost", "ends_on", "reason")

    cost = GermanMoneyField(label=_("Total cost"), required=False)
    ends_on = GermanDateField(label=_("End"), required=False)

    def prepare(self) -> None:
        measure, look = self.context.matter, self.context.situation.look
        assert isinstance(look, MeasureLook), "a form of measures"
        self.initial.setdefault("cost", measure.cost)
        self.initial.setdefault("ends_on", measure.ends_on)
        limits, decided = limits_of(look), decided_plan(look)
        highest = number_format(limits.dearest(decided.cost), 2, force_grouping=True)
        text = _("Up to %(sum)s € without a supplementary paper.")
        self.fields["cost"].help_text = text % {"sum": highest}
        if decided.ends_on:
            text = _("Until %(day)s without a supplementary paper.")
            latest = f"{limits.latest(decided.ends_on):%d.%m.%Y}"
            self.fields["ends_on"].help_text = text % {"day": latest}

    def act_data(self) -> dict[str, object]:
        values = {name: self.cleaned_data.get(name) for name in ("cost", "ends_on")}
        return {name: str(value) for name, value in values.items() if value is not None}


PANELS = (
    ActPanel(
        ChangePlanForm,
        "plan-aendern",
        _("Change cost or end within the limits"),
        _("Change the plan"),
        _("The plan is changed. Please say so in the next status report."),
        _("What goes beyond the limits, and any other goal, needs a supplementary paper."),
        goes_on=False,
    ),
)
