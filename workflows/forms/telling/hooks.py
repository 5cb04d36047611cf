"""Entering another system that is told of events."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...machine import registered_flows
from ...refusals import GuardsUnmet
from ..fields import LineField
from ..options import Data, FormOptions


class HookForm(forms.Form):
    """Name, address, and which kinds of cases."""

    name = LineField(label=_("Name"), max_length=100)
    url = LineField(
        label=_("Address"),
        max_length=500,
        help_text=_("It begins with https:// and can be reached from the internet."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of cases"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If none is chosen: all."),
    )

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(flow.kind, flow.label) for flow in registered_flows()]

    def show_unmet(self, refusal: GuardsUnmet) -> None:
        """The reasons of the refusal at their fields."""
        for unmet in refusal.unmet:
            self.add_error(unmet.field or None, str(unmet.text))
