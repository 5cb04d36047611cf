"""The filters above the list of coming matters; they live in the address."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import GermanDateField
from workflows.forms.inbox.filters import QuickSelect
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions

from ...city.queries.catalogue import catalogue
from ...council.forms.filters import BodyFilterForm
from ..queries.wanted import Wanted


class ComingFilterForm(BodyFilterForm):
    """Reads a filter from an address. What cannot be read is named and left out."""

    body = forms.TypedChoiceField(
        label=_("Body"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    field = forms.TypedChoiceField(
        label=_("Field of action"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    district = forms.TypedChoiceField(
        label=_("District"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    office = UnitField(label=_("Lead"), required=False)
    since = GermanDateField(label=_("Session from"), required=False)
    until = GermanDateField(label=_("Session until"), required=False)
    planned = forms.BooleanField(label=_("Only with a planned session"), required=False)

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.offer_offices("office")
        known = catalogue(own=[])
        self.offer_bodies("body")
        self.offer("field", known.fields_of_action)
        self.offer("district", known.districts)

    def clean(self) -> dict[str, object]:
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the begin."))
        return said

    def wanted(self) -> Wanted:
        """The filter, without what could not be read."""
        said = self.said()
        return Wanted(
            body=said.get("body"),
            field=said.get("field"),
            district=said.get("district"),
            office=said["office"].pk if "office" in said else None,
            since=said.get("since"),
            until=said.get("until"),
            planned=bool(said.get("planned")),
        )
