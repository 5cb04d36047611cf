"""The filters above the list of measures; they live in the address."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import SearchField
from workflows.forms.inbox.filters import QuickSelect
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions
from workflows.models import Unit

from ...city.queries.catalogue import LEADING, Catalogue, Choices
from ...council.enums import DecisionPath
from ...decisions.enums import MeasureState
from ...implementing.enums import TrafficLight
from ..enums import Priority
from ..queries.listing import DEFAULT_SORT, SORTS, Filter
from ..queries.phases import PHASES

EVERYTHING = ("", _("all"))
LONGEST_SEARCH = 100


class MeasureFilterForm(forms.Form):
    """Reads a filter from an address. What cannot be read is named and left out."""

    q = SearchField(
        label=_("Search"),
        help_text=_("Number, words or part of a word"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            EVERYTHING,
            *((s.value, s.label) for s in MeasureState if s != MeasureState.DISCARDED),
        ],
        required=False,
        widget=QuickSelect,
    )
    lead = UnitField(label=_("Lead"), required=False)
    field = forms.TypedChoiceField(
        label=_("Field of action"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    group = forms.TypedChoiceField(
        label=_("Target group"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    district = forms.TypedChoiceField(
        label=_("District"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[EVERYTHING, *Priority.choices],
        required=False,
        widget=QuickSelect,
    )
    path = forms.ChoiceField(
        label=_("Decision path"),
        choices=[EVERYTHING, *DecisionPath.choices],
        required=False,
        widget=QuickSelect,
    )
    light = forms.ChoiceField(
        label=_("Traffic light"),
        choices=[EVERYTHING, *TrafficLight.choices],
        required=False,
        widget=QuickSelect,
    )
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    mine = forms.BooleanField(label=_("Only measures led by my office"), required=False)
    phase = forms.ChoiceField(
        choices=[("", ""), *((name, name) for name in PHASES)],
        required=False,
        widget=forms.HiddenInput,
    )
    sort = forms.ChoiceField(
        choices=[(f"{sign}{name}", name) for name in SORTS for sign in ("", "-")],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self, data: Data = None, *, catalogue: Catalogue, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.catalogue = catalogue
        lead = self.fields["lead"]
        assert isinstance(lead, UnitField)
        # Those that have ended may be sought as well.
        lead.choose_among(Unit.objects.filter(kind__in=LEADING).order_by("sort_key"), kind=LEADING)
        self._offer("field", catalogue.fields_of_action)
        self._offer("group", catalogue.target_groups)
        self._offer("district", catalogue.districts)

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = [EVERYTHING, *((str(pk), label) for pk, label in choices)]  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """The filter, without what could not be read."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        phase, state = said.get("phase", ""), said.get("state", "")
        return Filter(
            text=said.get("q", ""),
            states=(state,) if state else PHASES.get(phase, ()),
            lead=said["lead"].pk if "lead" in said else None,
            field_of_action=said.get("field"),
            target_group=said.get("group"),
            district=said.get("district"),
            priority=said.get("priority", ""),
            decision_path=said.get("path", ""),
            light=said.get("light", ""),
            overdue=bool(said.get("overdue")),
            mine=bool(said.get("mine")),
            sort=said.get("sort", DEFAULT_SORT),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something is filtered, so that the filters are shown unfolded."""
        return any(
            self.cleaned_data.get(name) for name in self.fields if name not in {"sort", "phase"}
        )
