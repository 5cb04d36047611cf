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
from workflows.refusals import GuardsUnmet, Unmet

from ...city.rules import OUTSIDE
from ..flows.carrying import standing_answers
from ..flows.preparing import MOST_OFFICES
from ..rules.asking import Asked
from ..rules.circulation import LONGEST_WORDS, Line, lines_of, mark_of
from ..rules.looks import DecisionLook, decision_of
from .plans import plain
from .urgency import periods_in_words


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
    """What one office is told; a row without an office counts for nothing.

    Whoever has to be asked is; the others are where they are ticked or named.
    """

    needed = frozenset({"unit", "participation"})

    known = forms.IntegerField(required=False, widget=forms.HiddenInput)
    ask = forms.BooleanField(label=_("Ask the office"), required=False)
    unit = UnitField(label=_("Office"), required=False)
    participation = forms.ChoiceField(
        label=_("How it takes part"),
        required=False,
        choices=Participation.choices,
        initial=Participation.COSIGN,
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

    @property
    def is_open(self) -> bool:
        """Whether its words are in sight at once: there are some, or something is wrong."""
        return bool(self["words"].value() or self["words"].errors)

    def name_fields(self) -> None:
        """To those who hear them, fields say whose they are; rows of a table say it to the eye."""
        ask, name = self.fields["ask"], self.name or str(_("A further office"))
        for field in self.fields.values():
            if field is not ask and not field.widget.is_hidden:
                field.label = f"{name}: {field.label}"
                field.widget.attrs["aria-label"] = field.label
        if self.name:
            ask.label = name

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        says = cleaned.get("due_on") or cleaned.get("words")
        if says and not self.key and not cleaned.get("unit") and "unit" in cleaned:
            self.add_error("unit", _("Please name the office that shall be asked."))
        if says and self.key and self.office is None and not cleaned.get("ask"):
            self.add_error("ask", _("Please tick the office, or delete what you wrote to it."))
        return cleaned

    def said(self) -> dict[str, object] | None:
        """The row as the act takes it; None where it says nothing."""
        cleaned, unit = self.cleaned_data, self.cleaned_data.get("unit")
        key = self.key or (unit.pk if unit else 0)
        values = {name: plain(cleaned.get(name)) for name in ("participation", "due_on", "words")}
        if self.must_be_asked:
            values["participation"] = ""
            is_asked = any(values.values())
        else:
            is_asked = bool(cleaned.get("ask")) if self.key else True
        return {"unit": key, **values} if key and is_asked else None


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
        self.periods = periods_in_words(look)
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
            row.name_fields()

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.offices,)

    def is_valid(self) -> bool:
        own, rows = super().is_valid(), self.offices.is_valid()
        return own and rows

    def act_data(self) -> dict[str, object]:
        offices = [said for _row, said in self._said()]
        return {"offices": offices, "seen": self.cleaned_data.get("seen") or ""}

    def _said(self) -> Iterator[tuple[OfficeRow, dict[str, object]]]:
        for row in self.offices:
            if (said := row.said()) is not None:
                yield row, said

    def show_unmet(self, refusal: GuardsUnmet) -> None:
        """What is wrong with an office stands in its row."""
        sent = [row for row, _said in self._said()]
        for item in refusal.unmet:
            row, name = _place(sent, item)
            text = str(item.text)
            if row is None:
                self.add_error(None, forms.ValidationError(text, code=item.code))
            else:
                row.add_error(name, text.removeprefix(f"{row.name}: "))


def _place(sent: list[OfficeRow], item: Unmet) -> tuple[OfficeRow | None, str]:
    """The row and its field of a complaint about `offices.<number>.<field>`."""
    of_rows, _dot, rest = item.field.partition(".")
    number, _dot, name = rest.partition(".")
    if of_rows != "offices" or not number.isdecimal() or int(number) >= len(sent):
        return None, ""
    row = sent[int(number)]
    # An office that the page brought along is not typed.
    is_shown = name in row.fields and not (name == "unit" and row.name)
    return (row, name) if is_shown else (None, "")


def _first(one: Office) -> dict[str, object]:
    """What a row shows at first: the day only where it differs from the full period."""
    line = one.line
    return {
        "known": one.asked.unit.pk, "ask": True, "participation": line.who.participation,
        "due_on": line.due_on, "words": line.words,
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
