"""Templates for measures: writing one, ending one, beginning a measure with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm, Rows
from workflows.forms.fields import GermanDateField, LineField, SearchField
from workflows.forms.naming import UnitsField
from workflows.models import Unit

from ...city.queries.catalogue import LEADING, leading_units
from ...decisions.forms.plans import ChainedRows, written_rows
from ...targets.queries.targets import objectives_in_force
from ..models import IMPACTS, Measure
from ..queries.template_texts import (
    DAYS,
    LONGEST,
    OFFICES,
    STONES,
    TAKEN,
    Content,
    in_force,
)
from ..queries.texts import CITYWIDE, NO_IMPACT
from ..vocabulary import PLACEHOLDER
from .hints import HINTS
from .sections import LONG, SHORT, NewMeasureForm

COUNT = forms.TextInput(attrs={"inputmode": "numeric"})


class StoneForm(forms.Form):
    """One milestone so many days after the begin; an empty row counts for nothing."""

    needed = frozenset({"title", "days"})

    title = LineField(label=_("Milestone"), max_length=200, required=False)
    days = forms.IntegerField(
        label=_("Days after the begin"),
        min_value=0,
        max_value=LONGEST,
        required=False,
        widget=COUNT,
    )
    after = forms.IntegerField(
        label=_("Only after milestone no."),
        help_text=_("The number of one above that must be reached before; usually none."),
        required=False,
        min_value=1,
        widget=COUNT,
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("title") and "days" in cleaned and cleaned["days"] is None:
            text = _("Please enter how many days after the begin it is to be reached.")
            self.add_error("days", text)
        if cleaned.get("days") is not None and not cleaned.get("title"):
            self.add_error("title", _("Please say what is to be reached until then."))
        return cleaned


StoneRows = forms.formset_factory(StoneForm, formset=ChainedRows, extra=0, min_num=1, max_num=60)

GROUPS: Sequence[tuple[Any, Sequence[str]]] = (
    (_("The template"), ("unit", "name", "about")),
    (_("What is it about?"), ("title", "goal", "facts", "proposal")),
    (
        _("For whom and where?"),
        ("serves", "fields_of_action", "target_groups", CITYWIDE, "districts"),
    ),
    (_("Who decides, and how fast?"), ("priority", "decision_path", "council_public")),
    (_("Who pays?"), ("cost_type", "cover", "product")),
    (_("When is it done?"), (DAYS,)),
    (
        _("Who is affected?"),
        (
            *(f"impact_{name}" for name in IMPACTS), NO_IMPACT, "partners", OFFICES,
            "external_partners",
        ),
    ),
    (
        _("What else does it affect?"),
        ("staff_effects", "equality_effects", "climate_effects", "inclusion_effects"),
    ),
    (
        _("How do citizens hear of it, and how do they take part?"),
        ("public_summary", "participation", "participation_words"),
    ),
)  # fmt: skip
"""The fields in the sections of a measure; milestones stand beside the duration."""

_SHORT = (
    "staff_effects", "equality_effects", "climate_effects", "inclusion_effects",
    "participation_words",
)  # fmt: skip


class TemplateForm(ActForm, forms.ModelForm[Measure]):
    """Everything that a template holds; nothing but its name and its office is needed.

    `on`: the day whose choices are offered; `units`: the offices of which the person keeps the
    templates, where a new one is written; `begins`: what it holds.
    """

    unit = forms.ModelChoiceField(
        label=_("Office that keeps it"), queryset=Unit.objects.none(), empty_label=None
    )
    name = LineField(
        label=_("Name of the template"), max_length=120,
        help_text=_("By which your colleagues find it, such as “Language course in a district”."),
    )  # fmt: skip
    about = LineField(
        label=_("What it is for"), max_length=400, required=False,
        help_text=_("One sentence that stands beside its name where a template is chosen."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Duration in days"), min_value=0, max_value=LONGEST, required=False, widget=COUNT,
        help_text=_("From begin to end; empty where it differs each time."),
    )  # fmt: skip
    partners = UnitsField(
        label=_("partners in the city"),
        required=False,
        help_text=_("Offices that take part in the work; they co-sign as well."),
    )
    offices = UnitsField(
        label=_("Offices that usually co-sign"),
        required=False,
        help_text=_("The secretariat is told so when it prepares the circulation."),
    )
    # The version over which the form was filled in.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Measure
        fields = TAKEN
        help_texts = {
            "title": _("With a mark where something differs each time."),
            "fields_of_action": "",
            **{f"impact_{name}": HINTS[name] for name in IMPACTS},
        }
        widgets = {
            "goal": forms.Textarea(attrs=SHORT | {"rows": 4}),
            "facts": forms.Textarea(attrs=LONG),
            "proposal": forms.Textarea(attrs=LONG | {"rows": 5}),
            "public_summary": forms.Textarea(attrs=SHORT | {"rows": 4}),
            "priority": forms.RadioSelect,
            "decision_path": forms.RadioSelect,
            "participation": forms.RadioSelect,
            **{name: forms.Textarea(attrs=SHORT) for name in _SHORT},
            **dict.fromkeys(
                ("serves", "fields_of_action", "target_groups", "districts"),
                forms.CheckboxSelectMultiple,
            ),
        }

    field_order = tuple(name for _title, names in GROUPS for name in names)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        on: date,
        units: Sequence[Unit] = (),
        begins: Content,
        initial: Content | None = None,
    ) -> None:
        super().__init__(data, initial={**begins, **(initial or {})}, instance=Measure())
        self.fields["title"].required = False
        self._offer_units(units)
        self._offer_what_is_in_force(on)
        sent = self.data if self.is_bound else None
        self.milestones = StoneRows(sent, prefix=STONES, initial=begins.get(STONES) or [])

    def _offer_units(self, units: Sequence[Unit]) -> None:
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        if not units:
            del self.fields["unit"]
            return
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.choices = [(unit.pk, unit.name) for unit in units]
        if len(units) == 1:
            field.initial, field.widget = units[0].pk, forms.HiddenInput()

    def _offer_what_is_in_force(self, on: date) -> None:
        for name in ("fields_of_action", "target_groups", "districts", "serves"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            assert field.queryset is not None
            field.queryset = (
                objectives_in_force() if name == "serves" else field.queryset.filter(in_force(on))
            )
        for name in ("partners", "offices"):
            units = self.fields[name]
            assert isinstance(units, UnitsField)
            units.choose_among(leading_units(on=on), kind=LEADING)
        for name in ("priority", "decision_path", "participation"):
            # A template may leave it open.
            choices = self.fields[name].choices  # type: ignore[attr-defined] # a field of choices
            self.fields[name].choices = [("", _("open")), *(c for c in choices if c[0])]  # type: ignore[attr-defined] # a field of choices

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.milestones,)

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The visible fields under the titles of their sections."""
        found = [
            (title, [name for name in names if name in self.fields]) for title, names in GROUPS
        ]
        return [
            (title, [self[name] for name in names if not self[name].is_hidden])
            for title, names in found
        ]

    def is_valid(self) -> bool:
        own, rows = super().is_valid(), self.milestones.is_valid()
        return own and rows

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(CITYWIDE) and cleaned.get("districts"):
            text = _("“The whole city” and single districts contradict each other.")
            self.add_error(CITYWIDE, text)
        if cleaned.get(NO_IMPACT) and any(cleaned.get(f"impact_{name}") for name in IMPACTS):
            text = _("“None of these applies” and a tick above it contradict each other.")
            self.add_error(NO_IMPACT, text)
        return cleaned

    def content(self) -> dict[str, object]:
        """What the valid form holds, as JSON values."""
        said = self.act_data()
        return {
            **{name: said[name] for name in (*TAKEN, DAYS, OFFICES)},
            STONES: written_rows(self.milestones, ("title", "days")),
        }


class FromTemplateForm(NewMeasureForm):
    """A draft that begins with a template: title, lead, and the day from which its days count."""

    begins_on = GermanDateField(
        label=_("Beginning"),
        help_text=_("The milestones of the template count from this day on; you can move each."),
    )
    template_version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("title", "lead", "begins_on")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        on: date,
        has_days: bool,
        initial: Content | None = None,
    ) -> None:
        super().__init__(data, on=on, initial=initial)
        if not has_days:
            del self.fields["begins_on"]


class TemplateFilterForm(forms.Form):
    """What is looked for among the templates, and in which order they stand."""

    q = SearchField(label=_("Name, purpose or office"), max_length=100, required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("name", _("by name")), ("used", _("most used first")),
            ("changed", _("latest changed first")),
        ],
        required=False,
    )  # fmt: skip

    def wanted(self) -> Mapping[str, str]:
        """What was asked for; what cannot be read is nothing."""
        self.is_valid()
        said = self.cleaned_data
        return {"q": str(said.get("q") or ""), "order": str(said.get("sort") or "name")}


HINT = _(
    "Where something differs each time, write a mark such as %(mark)s. Whoever submits the measure"
    " is told of each mark that is left."
)
"""What templates say about marks."""


def mark_hint() -> str:
    """The same with the mark in it."""
    return str(HINT) % {"mark": PLACEHOLDER}
