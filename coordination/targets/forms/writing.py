"""Writing a target: its text, its time frame and its objectives on one page."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm, Rows
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions

from ...city.queries.catalogue import LEADING, leading_units
from ...decisions.forms.plans import plain
from ..enums import Rhythm
from ..models import Target
from .fields import GermanValueField


class ObjectiveForm(forms.Form):
    """One objective; an empty row counts for nothing."""

    needed = frozenset({"text", "indicator", "baseline", "baseline_on", "goal", "due_on", "office"})

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = LineField(label=_("Objective"), max_length=300, required=False)
    indicator = LineField(
        label=_("Indicator"), help_text=_("What is counted?"), max_length=200, required=False
    )
    unit = LineField(
        label=_("Counted in"), help_text=_("For example: places, per cent"), max_length=40,
        required=False,
    )  # fmt: skip
    baseline = GermanValueField(label=_("Value at the beginning"), required=False)
    baseline_on = GermanDateField(label=_("Measured on"), required=False)
    goal = GermanValueField(label=_("Value to be reached"), required=False)
    due_on = GermanDateField(label=_("To be reached by"), required=False)
    rhythm = forms.ChoiceField(
        label=_("How often is it measured?"), choices=Rhythm.choices, required=False
    )
    office = UnitField(
        label=_("Responsible office"), help_text=_("Type the name of the office."), required=False
    )

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        office = self.fields["office"]
        assert isinstance(office, UnitField)
        office.choose_among(leading_units(on=on), kind=LEADING)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        others = [cleaned.get(name) for name in self.needed if name != "text"]
        if any(value is not None and value != "" for value in others) and not cleaned.get("text"):
            self.add_error("text", _("Please say what is to be reached."))
        return cleaned


ObjectiveRows = forms.formset_factory(ObjectiveForm, extra=0, min_num=1, max_num=40)


class TargetForm(ActForm):
    """All that is signed. A draft may be incomplete."""

    act_name = "edit"
    needed = frozenset({"facts", "proposal", "starts_on", "ends_on"})
    field_order = (
        "title", "lead", "proposal", "facts", "starts_on", "ends_on", "council_public",
    )  # fmt: skip

    title = LineField(label=_("Title"), max_length=200)
    lead = UnitField(label=_("Lead"), help_text=_("Type the name of the office."))
    proposal = forms.CharField(
        label=_("Proposed resolution"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    facts = forms.CharField(
        label=_("Facts and reasons"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    starts_on = GermanDateField(label=_("Time frame from"), required=False)
    ends_on = GermanDateField(label=_("Time frame until"), required=False)
    council_public = forms.BooleanField(
        label=_("Public in the council"),
        help_text=_("Otherwise it is deliberated behind closed doors (GO NRW § 48 Abs. 2)."),
        required=False,
    )

    def __init__(
        self,
        data: Data = None,
        *,
        on: date,
        target: Target | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        lead = self.fields["lead"]
        assert isinstance(lead, UnitField)
        lead.choose_among(leading_units(on=on), kind=LEADING)
        for name in self.fields:
            if target is not None and hasattr(target, name):
                self.initial.setdefault(name, getattr(target, name))
        if target is not None:
            self.initial["lead"] = target.lead_id
        self.objectives = ObjectiveRows(
            self.data if self.is_bound else None, prefix="objectives",
            initial=_first_rows(target), form_kwargs={"on": on},
        )  # fmt: skip

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.objectives,)

    def is_valid(self) -> bool:
        own, rows = super().is_valid(), self.objectives.is_valid()
        return own and rows

    def act_data(self) -> dict[str, object]:
        said = {**super().act_data(), "objectives": _written(self.objectives)}
        return {**said, "lead": self.cleaned_data["lead"].pk}


def _first_rows(target: Target | None) -> list[dict[str, object]]:
    rows = target.objectives.all() if target is not None else []
    names = ObjectiveForm.base_fields
    return [
        {name: row.office_id if name == "office" else getattr(row, name) for name in names}
        for row in rows
    ]


def _written(rows: Rows) -> list[dict[str, object]]:
    """The objectives as the act takes them; empty rows are left out."""
    found = [row.cleaned_data for row in rows if row.cleaned_data.get("text")]
    return [
        {
            name: value.pk if name == "office" and value is not None else plain(value)
            for name, value in one.items()
        }
        for one in found
    ]


class NewTargetForm(ActForm):
    """What a target begins with; all else follows."""

    title = LineField(
        label=_("Title"),
        help_text=_("Short and telling; it stands on agendas and in lists."),
        max_length=200,
    )
    lead = UnitField(
        label=_("Lead"), help_text=_("The office that writes the target; usually your own.")
    )

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        lead = self.fields["lead"]
        assert isinstance(lead, UnitField)
        lead.choose_among(leading_units(on=on), kind=LEADING)
