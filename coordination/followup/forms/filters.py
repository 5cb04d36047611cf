"""The filters above the list; they live in the address."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import SearchField
from workflows.forms.inbox.filters import QuickSelect
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions

from ...city.forms.filters import EVERYTHING
from ...council.forms.filters import BodyFilterForm
from ..enums import FollowUpKind, FollowUpState
from ..queries.listing import DEFAULT_SORT, SORTS, Filter

ON_THE_LIST = ("", _("all on the list"))


class FollowUpFilterForm(BodyFilterForm):
    """Reads a filter from an address. What cannot be read is named and left out."""

    q = SearchField(
        label=_("Search"), help_text=_("Number, paper number or words of the title"),
        required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), choices=[ON_THE_LIST, *FollowUpState.choices], required=False,
        widget=QuickSelect,
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[EVERYTHING, *FollowUpKind.choices], required=False,
        widget=QuickSelect,
    )  # fmt: skip
    body = forms.TypedChoiceField(
        label=_("Body"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    office = UnitField(label=_("Responsible office"), required=False)
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    mine = forms.BooleanField(label=_("Only those of my office"), required=False)
    sort = forms.ChoiceField(
        choices=[(f"{sign}{name}", name) for name in SORTS for sign in ("", "-")],
        required=False, widget=forms.HiddenInput,
    )  # fmt: skip

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.offer_offices("office")
        self.offer_bodies("body")

    def wanted(self) -> Filter:
        """The filter, without what could not be read."""
        said = self.said()
        return Filter(
            text=said.get("q", ""),
            state=said.get("state", ""),
            kind=said.get("kind", ""),
            body=said.get("body"),
            office=said["office"].pk if "office" in said else None,
            overdue=bool(said.get("overdue")),
            mine=bool(said.get("mine")),
            sort=said.get("sort", DEFAULT_SORT),
        )
