"""The days of the report of roles."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..fields import GermanDateField


class RolesForm(forms.Form):
    """From when until when; nothing said means today."""

    since = GermanDateField(label=_("Held from"), required=False)
    until = GermanDateField(
        label=_("Held until"),
        required=False,
        help_text=_("Leave both empty for today. Vacant desks are shown as of the last day."),
    )

    def __init__(self, data: QueryDict, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, object]:
        """The end does not lie before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("since"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", gettext("The end lies before the beginning."))
        return cleaned

    def days(self) -> tuple[date, date]:
        """The first and the last day; today where the address says nothing that can be read."""
        if not self.is_valid():
            return self.today, self.today
        first, last = self.cleaned_data["since"], self.cleaned_data["until"]
        if first and not last:
            return first, max(first, self.today)
        return first or last or self.today, last or self.today
