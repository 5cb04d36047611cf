"""The fields of an office's answer: drafted by the one, signed by the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import Participation, VoteChoice
from workflows.forms.acting.acts import Rows
from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.naming import UnitField

from ...city.queries.catalogue import LEADING, leading_units
from ..rules import CHOICES

EXPLAINED = {
    VoteChoice.APPROVED: _("Approved"),
    VoteChoice.CONDITIONAL: _("Approved with conditions (the lead must answer each of them)"),
    VoteChoice.REFUSED: _("Refused (a reason is needed)"),
    VoteChoice.NOT_AFFECTED: _("Not affected"),
    VoteChoice.NOT_RESPONSIBLE: _("Not responsible (name the right office)"),
    VoteChoice.NOTED: _("Noted"),
}
CONTRIBUTION = _("Contribution (please write it below)")


class ConditionForm(forms.Form):
    """One condition; an empty row counts for nothing."""

    needed = frozenset({"text"})

    text = forms.CharField(
        label=_("Condition"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )


ConditionRows = forms.formset_factory(ConditionForm, extra=0, min_num=1, max_num=60)


class AnswerForm(CaseForm):
    """An answer of a unit, with its conditions as rows."""

    text_field = "text"
    guard_fields = {"conditions": "choice"}
    needed = frozenset({"text", "names_unit"})

    choice = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    text = reason_field(_("Reason or remark"), required=False)
    names_unit = UnitField(
        label=_("Responsible office"),
        help_text=_("Only if your office is not responsible. Type its name."),
        required=False,
    )

    def offer_answers(self, participation: Participation) -> None:
        """What an office that takes part in this way may answer; the rows of its conditions."""
        self.offer("choice", _choices(participation))
        if VoteChoice.NOT_RESPONSIBLE in CHOICES[participation]:
            named = self.fields["names_unit"]
            assert isinstance(named, UnitField)
            today = self.context.situation.look.call.today
            named.choose_among(leading_units(on=today), kind=LEADING)
        else:
            del self.fields["names_unit"]
        self.takes_conditions = VoteChoice.CONDITIONAL in CHOICES[participation]
        self.conditions = ConditionRows(
            self.data if self.is_bound else None,
            prefix="conditions",
            initial=self.first_conditions(),
        )

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.conditions,)

    def first_conditions(self) -> list[dict[str, str]]:
        """The rows of an empty form."""
        return []

    def is_valid(self) -> bool:
        return super().is_valid() and (not self.takes_conditions or self.conditions.is_valid())

    @property
    def texts_typed(self) -> bool:
        """Whether a condition stands in a row; such rows are shown whatever the answer is."""
        rows = self.conditions
        return rows.total_form_count() > 1 or any(row["text"].value() for row in rows)

    def texts(self) -> list[str]:
        """The conditions that were written, empty rows left out."""
        if not self.takes_conditions or not self.conditions.is_valid():
            return []
        given = (row.cleaned_data.get("text", "").strip() for row in self.conditions)
        return [text for text in given if text]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.takes_conditions and self.texts() and cleaned.get("choice") not in (
            None, VoteChoice.CONDITIONAL,
        ):  # fmt: skip
            self.add_error(
                "choice",
                _("You wrote conditions. Choose “approved with conditions”, or empty them."),
            )
        return cleaned

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "conditions": self.texts()}

    def answers(self) -> list[tuple[str, str]]:
        answers = super().answers()
        rows = [(str(_("Condition")), text) for text in self.texts()]
        return [*answers[:1], *rows, *answers[1:]]


def _choices(participation: Participation) -> list[tuple[str, object]]:
    offered = CHOICES[participation]
    labels: Mapping[VoteChoice, Any] = {**EXPLAINED}
    if participation == Participation.CONTRIBUTE:
        labels = {**labels, VoteChoice.NOTED: CONTRIBUTION}
    return [(choice.value, label) for choice, label in labels.items() if choice in offered]
