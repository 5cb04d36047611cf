"""The circulation before it is sent: every office in a row, those that must be asked first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import Participation
from workflows.forms.acting.acts import Rows
from workflows.forms.acting.context import CaseForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.forms.naming import UnitField
from workflows.models import Unit

from ...city.rules import OUTSIDE
from ..flows.carrying import standing_answers
from ..flows.preparing import MOST_OFFICES
from ..rules.asking import Asked
from ..rules.circulation import LONGEST_WORDS, Line, lines_of, mark_of
from ..rules.looks import DecisionLook, decision_of
from .plans import plain


@dataclass(frozen=True, slots=True)
class Office:
    """A line of the circulation with its words."""

    asked: Asked
    line: Line
    # Its answer of the round before holds on: it is not asked again.
    stands: bool


def offices_of(look: DecisionLook) -> list[Office]:
    """Whom the circulation reaches, by name; those that must be asked first."""
    lines = lines_of(look)
    units = Unit.objects.in_bulk([line.who.unit for line in lines])
    asked = [line.who for line in lines]
    kept = {item.unit for item in standing_answers(look, asked)} if look.scene.items else set()
    found = [
        Office(
            Asked(units[who.unit], who.participation, who.silence, who.reason),
            line,
            who.unit in kept,
        )
        for who, line in zip(asked, lines, strict=True)
    ]
    return sorted(found, key=lambda one: (not one.line.is_obligatory, one.asked.unit.sort_key))


class OfficeRow(forms.Form):
    """What one office is told; a row without an office counts for nothing."""

    needed = frozenset({"unit", "participation"})

    known = forms.IntegerField(required=False, widget=forms.HiddenInput)
    unit = UnitField(label=_("Office"), required=False)
    participation = forms.ChoiceField(
        label=_("How it takes part"),
        required=False,
        choices=[("", _("is not asked")), *Participation.choices],
    )
    due_on = GermanDateField(label=_("Its own date"), required=False)
    words = forms.CharField(
        label=_("A word to the office"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    # Set by the form: the line of the circulation, or why the office is suggested.
    office: Office | None = None
    why: str = ""
    name: str = ""

    @property
    def must_be_asked(self) -> bool:
        """Whether a rule or the text names the office."""
        return self.office is not None and self.office.line.is_obligatory

    @property
    def key(self) -> int:
        """The office of a row that the page brought along; 0 for one to be named."""
        said = self["known"].value()
        return int(said) if str(said or "").isdecimal() and len(str(said)) < 19 else 0  # noqa: PLR2004 - a bigint

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        names = self.key or cleaned.get("unit")
        says = cleaned.get("due_on") or cleaned.get("words")
        if not names and "unit" in cleaned and (says or cleaned.get("participation")):
            self.add_error("unit", _("Please name the office that shall be asked."))
        is_open = not self.must_be_asked and not cleaned.get("participation")
        if is_open and names and (says or not self.key):
            self.add_error("participation", _("Please say how it takes part."))
        return cleaned

    def said(self) -> dict[str, object] | None:
        """The row as the act takes it; None where it says nothing."""
        cleaned, unit = self.cleaned_data, self.cleaned_data.get("unit")
        key = self.key or (unit.pk if unit else 0)
        values = {name: plain(cleaned.get(name)) for name in ("participation", "due_on", "words")}
        if self.must_be_asked:
            values["participation"] = ""
        return {"unit": key, **values} if key and any(values.values()) else None


OfficeRows = forms.formset_factory(OfficeRow, extra=0, max_num=MOST_OFFICES)


class PlanCirculationForm(CaseForm):
    """The list as it stands, suggestions, and rows for further offices."""

    act_name = "plan_circulation"

    # The list that the person saw.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        look = decision_of(self.context.situation.look)
        known = {one.asked.unit.pk: one for one in offices_of(look)}
        hints = {one.unit: one.why for one in look.suggested_offices() if one.unit not in known}
        self.initial.setdefault("seen", mark_of(look))
        self.offices = OfficeRows(
            self.data if self.is_bound else None,
            prefix="offices",
            initial=[*map(_first, known.values()), *({"known": unit} for unit in hints), {}],
        )
        inside = Unit.objects.in_force(on=look.call.today).exclude(kind__in=OUTSIDE)
        names = dict(
            inside.filter(pk__in=[row.key for row in self.offices]).values_list("pk", "name")
        )
        for row in self.offices:
            unit = row.fields["unit"]
            assert isinstance(unit, UnitField)
            unit.choose_among(inside)
            row.office, row.why = known.get(row.key), hints.get(row.key, "")
            row.name = names.get(row.key, "")

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.offices,)

    def is_valid(self) -> bool:
        own, rows = super().is_valid(), self.offices.is_valid()
        return own and rows

    def act_data(self) -> dict[str, object]:
        return {"offices": list(self._said()), "seen": self.cleaned_data.get("seen") or ""}

    def _said(self) -> Iterator[dict[str, object]]:
        for row in self.offices:
            if (said := row.said()) is not None:
                yield said


def _first(one: Office) -> dict[str, object]:
    """What a row shows at first: the day only where it differs from the full period."""
    line = one.line
    participation = "" if line.is_obligatory else line.who.participation
    return {
        "known": one.asked.unit.pk, "participation": participation, "due_on": line.due_on,
        "words": line.words,
    }  # fmt: skip


PANELS = (
    ActPanel(
        PlanCirculationForm,
        "umlauf",
        _("Prepare the circulation"),
        _("Save the list"),
        _("The list is saved. Nobody has been asked yet."),
        _(
            "Who is asked, until when, and with which word. Nothing leaves before the co-signature"
            " is started."
        ),
        variant="secondary",
        goes_on=False,
        fields="coordination/decisions/_circulation.html",
        shows_text=False,
    ),
)
