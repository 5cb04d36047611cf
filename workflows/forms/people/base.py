"""What all forms of the organisation share: a reason for the trail, and values for the deed."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ..acting.acts import ActForm
from ..options import Data, FormOptions


class DeedForm(ActForm):
    """A form whose visible fields are the arguments of one deed; rows are named by their keys."""

    text_field = "reason"

    # Which state of the row the person has seen, where a row is changed.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the trail of the organisation."),
    )

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.order_fields([name for name in self.fields if name != self.text_field])

    def arguments(self) -> dict[str, object]:
        """The arguments of the deed."""
        values = {
            field.name: self.cleaned_data.get(field.name)
            for field in self.visible_fields()
            if field.name != self.text_field
        }
        if self.cleaned_data.get("seen"):
            values["seen"] = self.cleaned_data["seen"]
        return {name: _argument(value) for name, value in values.items()}


class ConfirmForm(DeedForm):
    """Nothing to enter but a reason: the page says what will happen."""


def _argument(value: object) -> object:
    return value.pk if isinstance(value, Model) else value
