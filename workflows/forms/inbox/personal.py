"""The form of a resubmission."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...actions.inbox.resubmissions import LONGEST_NOTE
from ...refusals import GuardsUnmet
from ..fields import GermanDateField
from ..options import Data, FormOptions


class ResubmissionForm(forms.Form):
    """When a case is to come back, and why."""

    due_on = GermanDateField(
        label=_("Show again on"), help_text=_("A working day to come, for example DD.MM.YYYY.")
    )
    note = forms.CharField(
        label=_("Note to yourself"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only you see it."),
    )

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.use_required_attribute = False

    def show_unmet(self, refusal: GuardsUnmet) -> None:
        """Put each problem to its field."""
        for problem in refusal.unmet:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, problem.text)
