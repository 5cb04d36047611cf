"""Who is invited until when and for what; another last day; the end before its day."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import CaseForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import AddressField, GermanDateField, LineField
from workflows.forms.options import Data, FormOptions
from workflows.models import Unit
from workflows.models.names import validate_name

from ..queries.accesses import partners


class InviteForm(ActForm):
    """A partner, a person with an address, a last day, what for."""

    unit = forms.ModelChoiceField(
        label=_("Association or agency"), queryset=Unit.objects.none(),
        empty_label=_("– please choose –"),
        help_text=_("The organisation office enters new ones as partners."),
    )  # fmt: skip
    given_name = LineField(
        label=_("Given name"), max_length=100, required=False, validators=[validate_name]
    )
    family_name = LineField(label=_("Family name"), max_length=100, validators=[validate_name])
    email = AddressField(
        label=_("E-mail address"), max_length=254,
        help_text=_("To this address goes the link with which the person sets a password."),
    )  # fmt: skip
    until = GermanDateField(label=_("Last day of the access"), help_text=_("A year ahead at most."))
    purpose = reason_field(_("What the access is for"))

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = partners(on=on)


class MoveForm(CaseForm):
    """Until when the access holds now."""

    act_name = "move_the_end"
    until = GermanDateField(label=_("Last day of the access"), help_text=_("A year ahead at most."))

    def prepare(self) -> None:
        self.initial.setdefault("until", self.context.matter.until)


class WithdrawForm(ReasonForm):
    """Why it ends before its day."""

    act_name = "withdraw_access"


PANELS = (
    ActPanel(
        MoveForm, "letzter-tag", _("Set another last day"), _("Save"),
        _("The last day is changed."), shows_text=False,
    ),
    ActPanel(
        WithdrawForm, "zuruecknehmen", _("Withdraw the access"), _("Withdraw now"),
        _("The access is withdrawn."),
        _("From this moment on every page is closed to the guest."),
        variant="danger", shows_text=False,
    ),
)  # fmt: skip
