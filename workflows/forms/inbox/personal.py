"""The form of a resubmission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...actions.inbox.resubmissions import LONGEST_NOTE, MOST_DAYS
from ...refusals import GuardsUnmet
from ..fields import GermanDateField
from ..options import Data, FormOptions


class ResubmissionForm(forms.Form):
    """When a case is to come back, and why."""

    due_on = GermanDateField(
        label=_("Show again on"),
        required=False,
        help_text=_("A working day to come, for example DD.MM.YYYY."),
    )
    deadline = forms.TypedChoiceField(
        label=_("Or before the end of a deadline"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("The day then moves when the deadline is moved, and ends with it."),
    )
    days_before = forms.IntegerField(
        label=_("Working days before"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Please write a whole number, for example 5.")},
    )
    note = forms.CharField(
        label=_("Note to yourself"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only you see it."),
    )

    def __init__(
        self,
        data: Data = None,
        *,
        deadlines: Sequence[tuple[str, str]] = (),
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.use_required_attribute = False
        field = self.fields["deadline"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("no deadline: on the day above")), *deadlines]
        if not deadlines:
            del self.fields["deadline"], self.fields["days_before"]
            self.fields["due_on"].required = True

    def clean(self) -> dict[str, object]:
        """Either a day or a deadline; of a deadline also how long before."""
        cleaned = super().clean() or self.cleaned_data
        day, deadline = cleaned.get("due_on"), cleaned.get("deadline")
        if {"due_on", "deadline", "days_before"} & set(self.errors):
            return cleaned
        if day and deadline:
            text = gettext("Please name either a day or a deadline, not both.")
            self.add_error("deadline", text)
        elif not day and not deadline:
            self.add_error("due_on", gettext("Please name a day."))
        cleaned["days_before"] = cleaned.get("days_before") or 0
        return cleaned

    def show_unmet(self, refusal: GuardsUnmet) -> None:
        """Put each problem to its field."""
        for problem in refusal.unmet:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, problem.text)
