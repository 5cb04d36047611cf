"""Sums, days and milestones of a plan, as far as an answer to somebody may change them as well."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm, Rows
from workflows.forms.acting.context import CaseForm
from workflows.forms.fields import GermanDateField, GermanMoneyField, LineField

SUMS = (
    "cost", "staff_cost", "material_cost", "annual_cost", "revenue", "budget", "updated_budget",
)  # fmt: skip
DAYS = ("starts_on", "ends_on")
FIGURES = (*SUMS, *DAYS)


class MilestoneForm(forms.Form):
    """One milestone; an empty row counts for nothing."""

    needed = frozenset({"title", "due_on"})

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = LineField(label=_("Milestone"), max_length=200, required=False)
    due_on = GermanDateField(label=_("Until"), required=False)
    after = forms.IntegerField(
        label=_("Only after milestone no."),
        help_text=_("The number of one above that must be reached before; usually none."),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("title") and "due_on" in cleaned and not cleaned["due_on"]:
            self.add_error("due_on", _("Please enter the date until which it is to be reached."))
        if cleaned.get("due_on") and not cleaned.get("title"):
            self.add_error("title", _("Please say what is to be reached until then."))
        return cleaned


class ChainedRows(forms.BaseFormSet[Any]):
    """Milestones that name one of those above them by its number on the page."""

    def clean(self) -> None:
        filled = [bool(row.cleaned_data.get("title")) for row in self if row.is_valid()]
        if len(filled) < len(self.forms):
            return
        for number, row in enumerate(self, start=1):
            named = row.cleaned_data.get("after")
            if named and (named >= number or not filled[named - 1]):
                text = _("Please enter the number of a milestone that stands above this one.")
                row.add_error("after", text)


MilestoneRows = forms.formset_factory(
    MilestoneForm, formset=ChainedRows, extra=0, min_num=1, max_num=60
)


def first_rows(matter: Any) -> list[dict[str, object]]:  # of any kind that has milestones
    """The milestones of a matter as the rows of a form show them."""
    return [
        {
            "id": stone.pk,
            "title": stone.title,
            "due_on": stone.due_on,
            "after": stone.predecessor and stone.predecessor.position,
        }
        for stone in matter.milestones.select_related("predecessor")
    ]


def written_rows(
    rows: forms.BaseFormSet[forms.Form], columns: Sequence[str] = ("id", "title", "due_on")
) -> list[dict[str, object]]:
    """The milestones as an act takes them: empty rows left out, the others numbered anew."""
    written = [row.cleaned_data for row in rows]
    numbers, kept = {}, 0
    for number, row in enumerate(written, start=1):
        kept += bool(row.get("title"))
        numbers[number] = kept if row.get("title") else None
    return [
        {
            **{name: plain(row.get(name)) for name in columns},
            "after": numbers.get(row["after"]) if row.get("after") else None,
        }
        for row in written
        if row.get("title")
    ]


def plain(value: object) -> object:
    """A value as an act takes it: sums and days as text, nothing as nothing."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value


class WithMilestones(ActForm):
    """A form with the milestones as its rows."""

    def open_milestones(self, stones: Sequence[Mapping[str, object]]) -> None:
        """Show these, or what was sent."""
        self.milestones = MilestoneRows(
            self.data if self.is_bound else None, prefix="milestones", initial=stones
        )

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.milestones,)

    def is_valid(self) -> bool:
        own, rows = super().is_valid(), self.milestones.is_valid()
        return own and rows


class FiguresForm(WithMilestones, CaseForm):
    """Sums, days and milestones; only what differs from what the form showed is sent."""

    cost = GermanMoneyField(label=_("Total cost"), required=False)
    staff_cost = GermanMoneyField(label=_("Of it for staff"), required=False)
    material_cost = GermanMoneyField(label=_("Of it for material"), required=False)
    annual_cost = GermanMoneyField(label=_("Follow-up cost per year"), required=False)
    revenue = GermanMoneyField(label=_("Revenue"), required=False)
    budget = GermanMoneyField(label=_("Approach in the budget"), required=False)
    updated_budget = GermanMoneyField(label=_("Updated approach"), required=False)
    starts_on = GermanDateField(label=_("Beginning"), required=False)
    ends_on = GermanDateField(label=_("End"), required=False)
    # The form brings along what it showed: the same form sent twice says the same twice.
    shown = forms.JSONField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        super().prepare()
        matter, stones = self.context.matter, first_rows(self.context.matter)
        for name in FIGURES:
            self.initial.setdefault(name, getattr(matter, name))
        figures = {name: plain(getattr(matter, name)) for name in FIGURES}
        rows = [{name: plain(value) for name, value in stone.items()} for stone in stones]
        self.initial.setdefault("shown", {**figures, "milestones": rows})
        self.open_milestones(stones)

    def figures_shown(self) -> dict[str, object]:
        """What the form showed, by field."""
        try:
            found = json.loads(str(self.data.get(self.add_prefix("shown")) or "{}"))
        except ValueError:
            found = {}
        return found if isinstance(found, dict) else {}

    def new_figures(self) -> dict[str, object]:
        """The sums, days and milestones that differ from those that the form showed."""
        shown = self.figures_shown()
        given = {name: plain(self.cleaned_data.get(name)) for name in FIGURES}
        if self.milestones.is_valid():
            given["milestones"] = written_rows(self.milestones)
        return {name: value for name, value in given.items() if value != shown.get(name)}
