"""The forms of the board's office, and the rows in which results are recorded at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.fields import CommandIdField, GermanDateField, LineField
from workflows.forms.options import Data

from .actions import Wanted
from .enums import ItemOutcome
from .models import BoardItem


def _words(label: object, hint: object = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type] # a text that is translated later
        required=required,
        help_text=hint,  # type: ignore[arg-type] # as above
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ItemForm(ActForm):
    """An item that is no measure."""

    act_name = "add_board_item"
    text_field = "reason"

    title = LineField(label=_("Title"), max_length=300)
    note = _words(_("What it is about"))
    is_discussed = forms.BooleanField(label=_("with discussion"), required=False, initial=True)
    reason = _words(
        _("Why it comes late"), _("Needed if the agenda is closed; it stands on the agenda.")
    )


class LateCaseForm(ActForm):
    """A measure that comes after the agenda was closed."""

    act_name = "add_late_case"
    text_field = "reason"

    reason = _words(_("Why it comes late"), _("It stands on the agenda."), required=True)


class ArrangeForm(ActForm):
    """With discussion, or in the block list."""

    act_name = "arrange_item"

    is_discussed = forms.BooleanField(label=_("with discussion"), required=False)


class RemoveForm(ActForm):
    """Nothing to enter."""

    act_name = "remove_board_item"


class CloseForm(ActForm):
    """Nothing to enter."""

    act_name = "close_agenda"


class MinutesForm(ActForm):
    """The number of the minutes."""

    act_name = "record_minutes"

    minutes = LineField(label=_("Number of the minutes"), max_length=60)


class RecurringForm(ActForm):
    """What stands on every agenda."""

    act_name = "add_recurring"

    title = LineField(label=_("Title"), max_length=300)
    is_discussed = forms.BooleanField(label=_("with discussion"), required=False, initial=True)
    valid_from = GermanDateField(label=_("From"))


class EndRecurringForm(ActForm):
    """Its last day."""

    act_name = "end_recurring"

    valid_until = GermanDateField(label=_("Until"))


OUTCOMES = [("", _("no result yet")), *ItemOutcome.choices]
WITHOUT_DISSENT = [choice for choice in OUTCOMES if choice[0] != ItemOutcome.DISSENTS]


class ResultForm(forms.Form):
    """What holds for the whole session."""

    command = CommandIdField()
    minutes = LineField(label=_("Number of the minutes"), max_length=60)


class ItemResultForm(forms.Form):
    """The result of one item."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Result"), choices=OUTCOMES, required=False)
    text = forms.CharField(
        label=_("What was agreed, or the opinions"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


Rows = list[tuple[BoardItem, ItemResultForm]]


def result_forms(items: Sequence[BoardItem], data: Data) -> Rows:
    """A form for each item; on a measure the mayor may have to decide after dissent."""
    rows: Rows = []
    for item in items:
        initial: dict[str, Any] = {"version": item.case.version if item.case else None}
        form = ItemResultForm(data, prefix=f"item-{item.pk}", initial=initial)
        outcome = form.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = OUTCOMES if item.case_id else WITHOUT_DISSENT
        rows.append((item, form))
    return rows


def wanted_of(rows: Rows) -> list[Wanted]:
    """What is to be recorded: the rows in which a result was chosen."""
    return [
        Wanted(item, data["outcome"], data["text"], data["version"])
        for item, form in rows
        if (data := form.cleaned_data)["outcome"]
    ]
