"""What a demand says: recorded, and corrected."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import UnitKind
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.options import Data, FormOptions
from workflows.models import Unit, User

from ..enums import DemandKind, Way
from ..flows.fields import EVIDENCE, TEXT
from ..queries.demands import senders_of


class DemandFields(forms.Form):
    """What was asked for, when and how."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=DemandKind.choices, widget=forms.RadioSelect
    )
    title = LineField(label=_("Title"), max_length=300)
    words = reason_field(_("What is asked for"), hint=_("In the words of the sender."))
    dated_on = GermanDateField(
        label=_("Dated"), help_text=_("From this day on the demand counts as owed.")
    )
    received_on = GermanDateField(
        label=_("Received on"), required=False, help_text=_("Without a day: the day of its date.")
    )
    way = forms.ChoiceField(
        label=_("How it came"), choices=[("", _("– please choose –")), *Way.choices]
    )
    evidence = LineField(
        label=_("Where it can be read"), max_length=EVIDENCE, required=False,
        help_text=_("File number, page or address of the letter."),
    )  # fmt: skip


class RecordForm(DemandFields, ActForm):
    """A new demand; whoever keeps the register names the sender, a sender is it themselves."""

    sender = forms.TypedChoiceField(label=_("Sender"), coerce=int)
    field_order = (
        "kind", "sender", "title", "words", "dated_on", "received_on", "way", "evidence",
    )  # fmt: skip

    def __init__(
        self,
        data: Data = None,
        *,
        person: User,
        today: date,
        keeps_register: bool,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        partners = Unit.objects.in_force(on=today).filter(kind=UnitKind.PARTNER)
        rows = partners if keeps_register else senders_of(person, on=today)
        named = [(str(unit.pk), unit.name) for unit in rows.order_by("sort_key")]
        field = self.fields["sender"]
        field.choices = [("", _("– please choose –")), *named]  # type: ignore[attr-defined] # a field of choices


class ReviseForm(DemandFields, CaseForm):
    """The demand as it shall read, and what was wrong."""

    act_name = "revise_demand"
    text_field = "reason"
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))

    def prepare(self) -> None:
        for name in TEXT:
            self.initial.setdefault(name, getattr(self.context.matter, name))
