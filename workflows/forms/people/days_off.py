"""Forms about the town's own days off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..fields import GermanDateField, LineField
from ..options import Data, FormOptions
from .base import DeedForm


class DayOffForm(DeedForm):
    """One day off."""

    day = GermanDateField(label=_("Day"))
    name = LineField(label=_("Name"), max_length=100)
    is_public_holiday = forms.BooleanField(
        label=_("Public holiday of this municipality"),
        required=False,
        help_text=_(
            "By the law of the Land, as 8 August in Augsburg: a period that would end on it ends on"
            " the next working day (§ 193 BGB). A mere day off does not move it."
        ),
    )

    def arguments(self) -> dict[str, object]:
        day = self.cleaned_data["day"]
        holidays = [day] if self.cleaned_data["is_public_holiday"] else []
        return {"days": {day: self.cleaned_data["name"]}, "holidays": holidays}


class YearForm(DeedForm):
    """The days off of a year as they are proposed; what is not wanted is unticked."""

    guard_fields = {"day": "days"}

    days = forms.MultipleChoiceField(label=_("Days off"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        data: Data = None,
        *,
        proposal: Mapping[date, str],
        holidays: Collection[str],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.holidays = [day for day, name in proposal.items() if name in holidays]
        self.proposal = {str(day): (day, name) for day, name in proposal.items()}
        field = self.fields["days"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{day:%d.%m.%Y} {name}{self._mark(day)}")
            for key, (day, name) in self.proposal.items()
        ]
        field.initial = list(self.proposal)

    def arguments(self) -> dict[str, object]:
        days = dict(self.proposal[key] for key in self.cleaned_data["days"])
        return {"days": days, "holidays": [day for day in self.holidays if day in days]}

    def _mark(self, day: date) -> str:
        words = gettext("public holiday of this municipality")
        return f" ({words})" if day in self.holidays else ""
