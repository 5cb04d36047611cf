"""The forms of the group: members, orders that come again, capacities, statutory work."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.naming import UnitField
from workflows.models import Unit

from ...city.models import FieldOfAction
from ...city.rules import OUTSIDE
from ..enums import Again
from ..models import GroupMember, OrderTemplate, StatutoryWork
from ..models.load import MOST

_TYPE = _("Type the name of the office.")


class OfUnitForm(CaseForm):
    """About an office, found by typing."""

    unit = UnitField(label=_("Office"), help_text=_TYPE)
    inside_only = True

    def prepare(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        rows = Unit.objects.in_force(on=self.context.situation.look.call.today)
        unit.choose_among(rows.exclude(kind__in=OUTSIDE) if self.inside_only else rows)


class MemberForm(OfUnitForm):
    """An office that joins."""

    act_name = "add_member"
    inside_only = False
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("For which fields of action"), queryset=FieldOfAction.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    valid_from = GermanDateField(label=_("First day"))


class EndMemberForm(CaseForm):
    """An office that leaves."""

    act_name = "end_member"
    member = forms.ModelChoiceField(
        label=_("Member"), queryset=GroupMember.objects.none(), empty_label=None
    )
    valid_until = GermanDateField(label=_("Last day"))

    def prepare(self) -> None:
        rows = GroupMember.objects.filter(valid_until=None).select_related("unit")
        choose(self, "member", [(one.pk, one.unit.name) for one in rows.order_by("unit__sort_key")])


class TemplateForm(OfUnitForm):
    """An order that comes again."""

    act_name = "add_template"
    inside_only = False
    title = LineField(label=_("Title"), max_length=300)
    words = reason_field(_("What is to be done"))
    rhythm = forms.ChoiceField(label=_("How often"), choices=Again.choices)
    next_on = GermanDateField(label=_("First draft on"))
    days = forms.IntegerField(label=_("Days to do it"), min_value=1, max_value=366, initial=14)
    field_order = ("title", "words", "unit", "rhythm", "next_on", "days")


class EndTemplateForm(CaseForm):
    """An order that comes no more."""

    act_name = "end_template"
    template = forms.ModelChoiceField(
        label=_("Order"), queryset=OrderTemplate.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        rows = OrderTemplate.objects.filter(valid_until=None).order_by("title", "pk")
        choose(self, "template", [(one.pk, one.title) for one in rows])


class CapacityForm(OfUnitForm):
    """How much an office can carry from a day on."""

    act_name = "set_capacity"
    items = forms.IntegerField(label=_("Open items that it can carry"), min_value=0, max_value=MOST)
    valid_from = GermanDateField(label=_("First day"))
    note = LineField(
        label=_("Basis"), max_length=200, required=False,
        help_text=_("For example the calculation of posts of 2026."),
    )  # fmt: skip


class StatutoryForm(OfUnitForm):
    """What the law makes an office do."""

    act_name = "add_statutory"
    title = LineField(
        label=_("Statutory work"), max_length=200,
        help_text=_("For example the schooling of minors who have fled."),
    )  # fmt: skip
    norm = LineField(label=_("Norm"), max_length=200)
    items = forms.IntegerField(label=_("Takes so many items"), min_value=1, max_value=MOST)
    valid_from = GermanDateField(label=_("First day"))
    valid_until = GermanDateField(label=_("Last day"), required=False)


class EndStatutoryForm(CaseForm):
    """Statutory work that ends."""

    act_name = "end_statutory"
    statutory = forms.ModelChoiceField(
        label=_("Statutory work"), queryset=StatutoryWork.objects.none(), empty_label=None
    )
    valid_until = GermanDateField(label=_("Last day"))

    def prepare(self) -> None:
        today = self.context.situation.look.call.today
        rows = StatutoryWork.objects.not_over(on=today).select_related("unit")
        named = [(one.pk, f"{one.unit.name}: {one.title}") for one in rows.order_by("pk")]
        choose(self, "statutory", named)


def choose(form: CaseForm, name: str, rows: list[tuple[int, str]]) -> None:
    """Offer these rows by their names."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    model = field.queryset.model if field.queryset is not None else None
    assert model is not None
    field.queryset = model._default_manager.filter(pk__in=[key for key, _name in rows])  # noqa: SLF001 - Django documents it
    field.choices = rows


PANELS = (
    ActPanel(
        MemberForm, "mitglied", _("Add a member"), _("Add the member"), _("The member is added."),
        shows_text=False,
    ),
    ActPanel(
        EndMemberForm, "mitglied-beenden", _("End a membership"), _("End the membership"),
        _("The end is recorded."), variant="secondary", shows_text=False,
    ),
    ActPanel(
        TemplateForm, "wiederkehrend", _("Let an order come again"), _("Let it come again"),
        _("The order comes again."), _("On its day a draft lies ready; it is given by hand."),
        shows_text=False,
    ),
    ActPanel(
        EndTemplateForm, "wiederkehrend-beenden", _("Let an order come no more"),
        _("Let it come no more"), _("The order comes no more."), variant="secondary",
        shows_text=False,
    ),
    ActPanel(
        CapacityForm, "kapazitaet", _("Set the capacity of an office"), _("Set the capacity"),
        _("The capacity is set."), shows_text=False,
    ),
    ActPanel(
        StatutoryForm, "pflichtaufgabe", _("Add statutory work"), _("Add"),
        _("The statutory work is added."), _("It takes of the capacity of the office."),
        shows_text=False,
    ),
    ActPanel(
        EndStatutoryForm, "pflichtaufgabe-beenden", _("End statutory work"), _("End it"),
        _("The end is recorded."), variant="secondary", shows_text=False,
    ),
)  # fmt: skip
