"""Forms about units."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...enums import UnitKind
from ...queries.people.keys import unit_functions
from ...queries.people.tree import units_in_force
from ..fields import GermanDateField, LineField
from ..naming import UnitField
from ..options import Data, FormOptions
from .base import DeedForm


class ChangeUnitForm(DeedForm):
    """Names, kind and place of a unit."""

    name = LineField(label=_("Name"), max_length=200)
    short_name = LineField(label=_("Short name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    function = forms.ChoiceField(
        label=_("Function"),
        required=False,
        help_text=_("By it the rules of the routes find the unit, whatever it is called."),
    )
    parent = UnitField(
        label=_("Belongs to"),
        required=False,
        help_text=_("Type the name. Empty: it stands at the top."),
    )

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        parent, function = self.fields["parent"], self.fields["function"]
        assert isinstance(parent, UnitField)
        assert isinstance(function, forms.ChoiceField)
        parent.choose_among(units_in_force(on=on).order_by("sort_key", "pk"))
        nothing = ("", _("– none: no rule asks for it –"))
        function.choices = [nothing, *unit_functions().items()]


class NewUnitForm(ChangeUnitForm):
    """A new unit."""

    valid_from = GermanDateField(label=_("Valid from"))


class _OtherUnitForm(DeedForm):
    """Names another unit; `on`: units of that day are offered."""

    other: ClassVar[str]

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields[self.other]
        assert isinstance(field, UnitField)
        field.choose_among(units_in_force(on=on).order_by("sort_key", "pk"))


class EndUnitForm(_OtherUnitForm):
    """The last day of a unit, and what takes its place."""

    guard_fields = {"unit": "last_day"}
    other = "successor"

    last_day = GermanDateField(label=_("Last day"))
    successor = UnitField(
        label=_("Takes its place"),
        required=False,
        help_text=_("Needed if rules, districts or co-signatures refer to the unit."),
    )


class TransferLeadsForm(_OtherUnitForm):
    """Which unit leads from now on what another one led."""

    guard_fields = {"unit": "lead"}
    other = "lead"

    lead = UnitField(label=_("New lead"), help_text=_("Type the name of the office."))
