"""The form that puts an item on the list."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.fields import GermanDateField
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions

from ...city.queries.catalogue import LEADING, leading_units
from ...council.models import Organization
from .entries import EntryFields


class RecordForm(EntryFields, ActForm):
    """What was asked for, which office answers, when it reports first."""

    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Organization.objects.order_by("name"),
        empty_label=_("– please choose –"),
    )  # fmt: skip
    office = UnitField(label=_("Responsible office"), help_text=_("Type the name of the office."))
    next_report_on = GermanDateField(
        label=_("First report on"), required=False,
        help_text=_("Without a day: the end of the next quarter or half-year."),
    )  # fmt: skip
    field_order = (
        "kind", "title", "body", "asked_on", "mover", "paper", "asked", "needed", "office",
        "deadline_on", "next_report_on", "rhythm", "planned", "is_public",
    )  # fmt: skip

    def __init__(self, data: Data = None, *, today: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        office = self.fields["office"]
        assert isinstance(office, UnitField)
        office.choose_among(leading_units(on=today), kind=LEADING)

    def fields_said(self) -> dict[str, object]:
        """The values of the action."""
        said = self.act_data()
        cleaned = self.cleaned_data
        return {**said, "body": cleaned["body"].pk, "office": cleaned["office"].pk}
