"""The fields of a measure in the sections in which people write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.enums import Access
from workflows.forms.acting.acts import ActForm
from workflows.forms.fields import GermanDateField, GermanMoneyField
from workflows.forms.naming import UnitField, UnitsField

from ...city.queries.catalogue import LEADING, leading_units
from ...decisions.forms.plans import WithMilestones, first_rows, written_rows
from ...decisions.rules.asking import asked_by_predicate
from ...targets.models import Objective
from ...targets.queries.targets import objectives_in_force
from ..models import IMPACTS, Measure
from ..queries.audience import who_would_lose_sight
from ..queries.texts import CITYWIDE
from .hints import impact_hint

LONG = {"rows": 8}
SHORT = {"rows": 3}


def offer_leads(form: forms.BaseForm, *, on: date) -> None:
    """Let the field `lead` take the units that may lead on that day."""
    lead = form.fields["lead"]
    assert isinstance(lead, UnitField)
    lead.choose_among(leading_units(on=on), kind=LEADING)


class SectionForm(ActForm, forms.ModelForm[Measure]):
    """A part of the fields. A draft may be incomplete; `needed` are those that submitting needs.

    `on`: the day on which it is written; choices are those of that day.
    """

    act_name = "edit"
    key: ClassVar[str] = ""
    address: ClassVar[str] = ""
    title_: ClassVar[Any] = ""
    lead_: ClassVar[Any] = ""
    needed: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        model = Measure
        fields: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:  # as ModelForm takes them
        self.on = on
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.needed and not field.help_text:
                field.help_text = _("Needed for submitting.")
        self.prepare()

    def prepare(self) -> None:
        """Adapt the fields to the measure."""


class AboutForm(SectionForm):
    """What it is about."""

    key = "about"
    address = "gegenstand"
    title_ = _("What is it about?")
    needed = frozenset({"title", "lead", "facts", "goal", "proposal"})

    lead = UnitField(label=_("Lead"), help_text=_("Type the name of the office."))

    field_order = ("title", "lead", "goal", "facts", "proposal")

    class Meta(SectionForm.Meta):
        fields = ("title", "lead", "goal", "facts", "proposal")
        help_texts = {
            "goal": _("What is to be different afterwards, and how will one notice it?"),
            "facts": _("What is the situation, and why is this measure the right answer to it?"),
            "proposal": _(
                "The sentence on which the body votes, such as: “The council resolves …”"
            ),
        }
        widgets = {
            "goal": forms.Textarea(attrs=SHORT | {"rows": 4}),
            "facts": forms.Textarea(attrs=LONG | {"rows": 12}),
            "proposal": forms.Textarea(attrs=LONG),
        }

    def prepare(self) -> None:
        offer_leads(self, on=self.on)


class ScopeForm(SectionForm):
    """For whom and where."""

    key = "scope"
    address = "fuer-wen-und-wo"
    title_ = _("For whom and where?")
    needed = frozenset({"fields_of_action", "target_groups"})

    class Meta(SectionForm.Meta):
        fields = ("serves", "fields_of_action", "target_groups", CITYWIDE, "districts")
        help_texts = {
            "serves": _("Which objectives of the council does it bring nearer?"),
            CITYWIDE: _("If it is limited to no district."),
            "fields_of_action": _("At least one. Needed for submitting."),
            "target_groups": _("At least one. Needed for submitting."),
            "districts": _("Only if the measure is limited to districts; their offices are asked."),
        }
        widgets = dict.fromkeys(
            ("serves", "fields_of_action", "target_groups", "districts"),
            forms.CheckboxSelectMultiple,
        )

    def prepare(self) -> None:
        serves = self.fields["serves"]
        assert isinstance(serves, forms.ModelMultipleChoiceField)
        # What is served already stays to be read, also when its time is over.
        own = Objective.objects.filter(measures=self.instance.pk).select_related("target")
        serves.queryset = (objectives_in_force() | own).distinct()
        if not serves.queryset.exists():
            serves.help_text = _("The council has resolved no target yet.")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(CITYWIDE) and cleaned.get("districts"):
            text = _("“The whole city” and single districts contradict each other.")
            self.add_error(CITYWIDE, text)
        return cleaned


class DecisionForm(SectionForm):
    """Who decides."""

    key = "decision"
    address = "entscheidung"
    title_ = _("Who decides, and how fast?")
    needed = frozenset({"priority", "decision_path"})

    access = forms.ChoiceField(
        label=_("Who may see it in the administration?"),
        choices=[
            (Access.NORMAL, _("All offices that take part (the usual way)")),
            (Access.RESTRICTED, _("Only the desks that have a task in it")),
        ],
        widget=forms.RadioSelect,
    )

    class Meta(SectionForm.Meta):
        fields = ("priority", "decision_path", "is_urgent", "council_public")
        help_texts = {
            "decision_path": _(
                "Whether it is current administration is found by the deputy mayor or the mayor."
            ),
            "is_urgent": _(
                "Only for the sessions: a paper may then come late, with a reason. It shortens no"
                " period of an office; ask for urgency of the co-signature for that."
            ),
            "council_public": _(
                "Otherwise it is deliberated behind closed doors (GO NRW § 48 Abs. 2)."
            ),
        }
        widgets = {"priority": forms.RadioSelect, "decision_path": forms.RadioSelect}

    def prepare(self) -> None:
        self.initial.setdefault("access", self.instance.case.access)
        if self.instance.case.access == Access.NORMAL:
            losing = who_would_lose_sight(self.instance.case_id)
            self.fields["access"].help_text = (
                _("If you restrict it, these no longer see it: %(desks)s.")
                % {"desks": ", ".join(losing)}
                if losing
                else _("If you restrict it, nobody loses the view who has it now.")
            )
        for name in ("priority", "decision_path"):
            choices = self.fields[name].choices  # type: ignore[attr-defined] # a field of choices
            self.fields[name].choices = [c for c in choices if c[0]]  # type: ignore[attr-defined] # a field of choices


class CostForm(SectionForm):
    """What it costs."""

    key = "cost"
    address = "kosten"
    title_ = _("What does it cost, and who pays?")
    needed = frozenset({"cost", "cover"})

    cost = GermanMoneyField(
        label=_("Total cost"), help_text=_("Needed for submitting; 0 is allowed."), required=False
    )
    annual_cost = GermanMoneyField(label=_("Follow-up cost per year"), required=False)
    revenue = GermanMoneyField(
        label=_("Revenue"), help_text=_("For example grants of the Land."), required=False
    )

    staff_cost = GermanMoneyField(label=_("Of it for staff"), required=False)
    material_cost = GermanMoneyField(
        label=_("Of it for material"),
        help_text=_("If you give both parts, they add up to the total cost."),
        required=False,
    )
    budget = GermanMoneyField(
        label=_("Approach in the budget"),
        help_text=_("What the budget provides for it."),
        required=False,
    )
    updated_budget = GermanMoneyField(
        label=_("Updated approach"),
        help_text=_("After supplementary budgets and transfers."),
        required=False,
    )

    class Meta(SectionForm.Meta):
        fields = (
            "cost", "staff_cost", "material_cost", "cost_type", "annual_cost", "revenue",
            "budget", "updated_budget", "cover", "product",
        )  # fmt: skip
        help_texts = {
            "cover": _("Where does the money come from? Needed if there is a cost."),
            "product": _("Number of the product or PSP element in the budget."),
        }

    field_order = Meta.fields


class PlanForm(WithMilestones, SectionForm):
    """When it is done."""

    key = "plan"
    address = "termine"
    title_ = _("When is it done?")
    lead_ = _("At least one milestone with a date is needed for submitting.")

    starts_on = GermanDateField(label=_("Beginning"), required=False)
    ends_on = GermanDateField(label=_("End"), required=False)

    class Meta(SectionForm.Meta):
        fields = ("starts_on", "ends_on")

    def prepare(self) -> None:
        self.open_milestones(first_rows(self.instance))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begin and end and end < begin:
            self.add_error("ends_on", _("The end lies before the begin."))
        return cleaned

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "milestones": written_rows(self.milestones)}


class ImpactForm(SectionForm):
    """Who is affected and therefore asked."""

    key = "impact"
    address = "betroffene"
    title_ = _("Who is affected?")
    lead_ = _(
        "Each tick decides which office is asked. Please tick generously rather than too little."
        " If nothing applies, please say so with the last line."
    )

    partners = UnitsField(
        label=_("partners in the city"),
        required=False,
        help_text=_("Offices that take part in the work; they co-sign as well."),
    )

    class Meta(SectionForm.Meta):
        fields = (
            *(f"impact_{name}" for name in IMPACTS), "impact_none", "partners", "external_partners",
        )  # fmt: skip
        help_texts = {
            "impact_none": _("Needed for submitting if nothing above is ticked."),
            "external_partners": _("Associations, institutions; they are not asked here."),
        }

    def prepare(self) -> None:
        asked = asked_by_predicate(self.instance.case.route_id, on=self.on)
        for name in IMPACTS:
            self.fields[f"impact_{name}"].help_text = impact_hint(name, asked)
        partners = self.fields["partners"]
        assert isinstance(partners, UnitsField)
        units = leading_units(on=self.on).exclude(pk=self.instance.lead_id)
        partners.choose_among(units, kind=LEADING)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("impact_none") and any(cleaned.get(f"impact_{name}") for name in IMPACTS):
            text = _("“None of these applies” and a tick above it contradict each other.")
            self.add_error("impact_none", text)
        return cleaned


class EffectsForm(SectionForm):
    """What else it has effects on."""

    key = "effects"
    address = "auswirkungen"
    title_ = _("What else does it affect?")

    class Meta(SectionForm.Meta):
        fields = ("staff_effects", "equality_effects", "climate_effects", "inclusion_effects")
        widgets = dict.fromkeys(fields, forms.Textarea(attrs=SHORT))


class PublicForm(SectionForm):
    """What the public hears of it, and how it takes part."""

    key = "public"
    address = "oeffentlichkeit"
    title_ = _("How do citizens hear of it, and how do they take part?")
    lead_ = _(
        "Nothing of it is published by itself. The council office releases each entry of the list"
        " of coming matters; it needs these three answers."
    )

    class Meta(SectionForm.Meta):
        fields = ("public_summary", "participation", "participation_words")
        help_texts = {
            "public_summary": _(
                "What is it about, and what is it to achieve? A few plain sentences without"
                " abbreviations and without names of persons."
            ),
            "participation_words": _(
                "If it is planned: in which form and when, such as a citizens' meeting or a survey."
                " If not: why not."
            ),
        }
        widgets = {
            "public_summary": forms.Textarea(attrs=SHORT | {"rows": 5}),
            "participation": forms.RadioSelect,
            "participation_words": forms.Textarea(attrs=SHORT),
        }

    def prepare(self) -> None:
        field = self.fields["participation"]
        field.choices = [c for c in field.choices if c[0]]  # type: ignore[attr-defined] # a field of choices


SECTIONS: Mapping[str, type[SectionForm]] = {
    form.key: form
    for form in (
        AboutForm, ScopeForm, DecisionForm, CostForm, PlanForm, ImpactForm, EffectsForm, PublicForm,
    )
}  # fmt: skip
"""All sections in the order in which they are written."""


def section_of(field: str) -> str:
    """The section in which a field is written; empty where there is none."""
    if field.startswith("milestones"):
        return PlanForm.key
    return next((key for key, form in SECTIONS.items() if field in form.base_fields), "")


def address_of(case: int, field: str) -> str:
    """Where a field of a measure is written; empty where no section has it."""
    section = section_of(field) if field else ""
    if not section:
        return ""
    page = reverse("coordination:measure_section", args=[case, SECTIONS[section].address])
    return f"{page}#id_{field}"


class NewMeasureForm(ActForm, forms.ModelForm[Measure]):
    """What a draft begins with; all else follows."""

    lead = UnitField(
        label=_("Lead"),
        help_text=_("The office that carries the measure through; usually your own."),
    )

    field_order: tuple[str, ...] = ("title", "lead")

    class Meta:
        model = Measure
        fields = ("title", "lead")
        help_texts = {"title": _("Short and telling; it stands on agendas and in lists.")}

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:  # as ModelForm takes them
        super().__init__(*args, **kwargs)
        offer_leads(self, on=on)
