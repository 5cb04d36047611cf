"""The filters above the register; they live in the address."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import UnitKind
from workflows.forms.fields import SearchField
from workflows.forms.inbox.filters import QuickSelect
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions
from workflows.models import Unit

from ...city.forms.filters import EVERYTHING, ListFilterForm
from ...city.models import FieldOfAction
from ..enums import DemandKind, DemandState
from ..queries.listing import DEFAULT_SORT, LATE, OVER, OWED, SORTS, Filter

STATES = [
    ("", _("all open ones")),
    (OWED, _("all without an answer")),
    (LATE, _("all whose answer is overdue")),
    (OVER, _("all that have ended")),
    *DemandState.choices,
]
AGES = [
    EVERYTHING,
    *((str(days), _("%(count)s days and more") % {"count": days}) for days in (30, 90, 180, 365)),
]


class DemandFilterForm(ListFilterForm):
    """Reads a filter from an address. What cannot be read is named and left out."""

    q = SearchField(
        label=_("Search"), help_text=_("Number or words of the title"), required=False,
        max_length=100, widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False, widget=QuickSelect)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[EVERYTHING, *DemandKind.choices], required=False,
        widget=QuickSelect,
    )  # fmt: skip
    sender = forms.TypedChoiceField(
        label=_("Sender"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    field = forms.TypedChoiceField(
        label=_("Field of action"), coerce=int, empty_value=None, required=False,
        widget=QuickSelect,
    )  # fmt: skip
    age = forms.ChoiceField(label=_("Owed for"), choices=AGES, required=False, widget=QuickSelect)
    office = UnitField(label=_("Responsible office"), required=False)
    sort = forms.ChoiceField(
        choices=[(f"{sign}{name}", name) for name in SORTS for sign in ("", "-")],
        required=False, widget=forms.HiddenInput,
    )  # fmt: skip

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.offer_offices("office")
        partners = Unit.objects.filter(kind=UnitKind.PARTNER).order_by("sort_key")
        self.offer("sender", partners.values_list("pk", "name"))
        self.offer("field", FieldOfAction.objects.values_list("pk", "name"))

    def wanted(self) -> Filter:
        """The filter, without what could not be read."""
        said = self.said()
        return Filter(
            text=said.get("q", ""),
            state=said.get("state", ""),
            kind=said.get("kind", ""),
            sender=said.get("sender"),
            field=said.get("field"),
            office=said["office"].pk if "office" in said else None,
            age=int(said.get("age", 0)),
            sort=said.get("sort", DEFAULT_SORT),
        )
