"""Forms about the town's own days off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import GermanDateField, LineField
from ..options import Data, FormOptions
from .base import DeedForm


class DayOffForm(DeedForm):
    """One day off."""

    day = GermanDateField(label=_("Day"))
    name = LineField(label=_("Name"), max_length=100)

    def arguments(self) -> dict[str, object]:
        return {"days": {self.cleaned_data["day"]: self.cleaned_data["name"]}}


class YearForm(DeedForm):
    """The days off of a year as they are proposed; what is not wanted is unticked."""

    guard_fields = {"day": "days"}

    days = forms.MultipleChoiceField(label=_("Days off"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: Data = None, *, proposal: Mapping[date, str], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.proposal = {str(day): (day, name) for day, name in proposal.items()}
        field = self.fields["days"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{day:%d.%m.%Y} {name}") for key, (day, name) in self.proposal.items()
        ]
        field.initial = list(self.proposal)

    def arguments(self) -> dict[str, object]:
        return {"days": dict(self.proposal[key] for key in self.cleaned_data["days"])}
