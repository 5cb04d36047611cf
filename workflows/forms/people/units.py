"""Forms about units."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...enums import UnitKind
from ...models import Unit
from ...queries.people.tree import in_tree_order
from ..fields import GermanDateField, LineField
from ..options import Data, FormOptions
from .base import DeedForm
from .choices import UnitField

KEY_HELP = _("Small letters, digits, hyphens and underscores. It cannot be changed later.")


class ChangeUnitForm(DeedForm):
    """Names, kind and place of a unit."""

    name = LineField(label=_("Name"), max_length=200)
    short_name = LineField(label=_("Short name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    function = forms.SlugField(
        label=_("Function key"),
        max_length=60,
        required=False,
        help_text=_("By this key the rules of the routes find the unit, e.g. youth or finance."),
    )
    parent = UnitField(
        label=_("Belongs to"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("– nothing: it stands at the top –"),
    )

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["parent"]
        assert isinstance(field, UnitField)
        field.queryset = in_tree_order(on=on)


class NewUnitForm(ChangeUnitForm):
    """A new unit."""

    key = forms.SlugField(label=_("Key"), max_length=60, help_text=KEY_HELP)
    valid_from = GermanDateField(label=_("Valid from"))


class _OtherUnitForm(DeedForm):
    """Names another unit; `on`: units of that day are offered."""

    other: ClassVar[str]

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields[self.other]
        assert isinstance(field, UnitField)
        field.queryset = in_tree_order(on=on)


class EndUnitForm(_OtherUnitForm):
    """The last day of a unit, and what takes its place."""

    guard_fields = {"unit": "last_day"}
    other = "successor"

    last_day = GermanDateField(label=_("Last day"))
    successor = UnitField(
        label=_("Takes its place"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("– no unit –"),
        help_text=_("Needed if rules, districts or co-signatures refer to the unit."),
    )


class TransferLeadsForm(_OtherUnitForm):
    """Which unit leads from now on what another one led."""

    guard_fields = {"unit": "lead"}
    other = "lead"

    lead = UnitField(
        label=_("New lead"), queryset=Unit.objects.none(), empty_label=_("please choose")
    )
