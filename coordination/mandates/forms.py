"""Recording a mandate and ending it early."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import DeskFunction
from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField
from workflows.models import User

from ..city.models import FieldOfAction
from .enums import Basis
from .models import Mandate


class RecordForm(CaseForm):
    """Who leads, by which act, from when to when, for what."""

    act_name = "record_mandate"

    person = forms.ModelChoiceField(
        label=_("Who leads integration"), queryset=User.objects.none(),
        empty_label=_("– please choose –"),
        help_text=_(
            "Whoever holds the desk of the deputy mayor for integration. If the person is missing,"
            " the organisation office fills the desk first."
        ),
    )  # fmt: skip
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices, widget=forms.RadioSelect)
    reference = LineField(
        label=_("Number of the order or paper"), max_length=120,
        help_text=_("For example OB 12/2016 or 16-0815."),
    )  # fmt: skip
    basis_on = GermanDateField(label=_("Date of the order or resolution"))
    valid_from = GermanDateField(label=_("First day"))
    valid_until = GermanDateField(
        label=_("Last day"), help_text=_("At most eight years later. You are warned in time.")
    )
    matters = reason_field(
        _("For which matters"), hint=_("As the order or the resolution says. Everybody reads it.")
    )
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("Only for these fields of action"), queryset=FieldOfAction.objects.all(),
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: for all fields."),
    )  # fmt: skip

    def prepare(self) -> None:
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        held = User.objects.filter(
            deactivated_at=None,
            desks_held__desk__function=DeskFunction.INTEGRATION_DEPUTY,
            desks_held__desk__closed_on=None,
        )
        person.queryset = held.distinct().order_by("sort_key", "pk")


class MandateField(forms.ModelChoiceField[Mandate]):
    """Mandates by who has them and for which time."""

    def label_from_instance(self, obj: Mandate) -> str:
        return f"{obj.person} ({obj.valid_from:%d.%m.%Y} – {obj.last_day:%d.%m.%Y})"


class EndForm(CaseForm):
    """Which mandate ends when, and why."""

    act_name = "end_mandate"
    text_field = "reason"

    mandate = MandateField(label=_("Mandate"), queryset=Mandate.objects.none(), empty_label=None)
    last_day = GermanDateField(
        label=_("Last day"), help_text=_("Yesterday: it ends at once. What was done stays valid.")
    )
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))

    def prepare(self) -> None:
        today = self.context.situation.look.call.today
        running = Mandate.objects.select_related("person").not_over(on=today)
        mandate = self.fields["mandate"]
        assert isinstance(mandate, MandateField)
        mandate.queryset = running


PANELS = (
    ActPanel(
        RecordForm, "erfassen", _("Record a mandate"), _("Record the mandate"),
        _("The mandate is recorded."),
        _("It holds from its first day on. A mandate that still lasts ends on the day before."),
        checks=True, shows_text=False,
    ),
    ActPanel(
        EndForm, "beenden", _("End the mandate early"), _("End the mandate"),
        _("The end is recorded."),
        _("Without another mandate the mayor or the general deputy releases in this place."),
        variant="danger", checks=True, shows_text=False,
    ),
)  # fmt: skip
