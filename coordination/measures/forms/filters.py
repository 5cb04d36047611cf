"""The filters above the list of measures; they live in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Unpack

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import SearchField
from workflows.forms.inbox.filters import QuickSelect
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions

from ...city.forms.filters import EVERYTHING, ListFilterForm
from ...city.queries.catalogue import Catalogue
from ...council.enums import DecisionPath
from ...decisions.enums import MeasureState
from ...implementing.enums import TrafficLight
from ..enums import Priority
from ..queries.listing import COLUMNS, DEFAULT_SORT, SORTS, Filter
from ..queries.phases import PHASE_LABELS, PHASES

LONGEST_SEARCH = 100


SORT_LABELS = {
    "title": _("Title"),
    "number": _("Number"),
    "moved": _("State"),
    "cost": _("Cost"),
    "end": _("End"),
}

_WORDS: Mapping[str, Callable[[Any], str]] = {
    "q": lambda words: f"{gettext('Search')}: {words}",
    "lead": lambda unit: f"{gettext('Lead')}: {unit.short_name}",
    "objective": lambda _key: gettext("Only measures that serve one objective"),
    "phase": lambda phase: str(PHASE_LABELS[phase]),
    "sort": lambda sort: (
        f"{gettext('Order')}: {SORT_LABELS[sort.removeprefix('-')]}"
        f"{' ↓' if sort.startswith('-') else ''}"
    ),
}
"""What is called otherwise than its field and its choice."""


def _labels(field: forms.Field) -> Mapping[str, object]:
    """What the choices of a field are called."""
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    return {str(key): label for key, label in choices}


class ColumnsField(forms.MultipleChoiceField):
    """Columns by their keys; what there is no more is left out."""

    def to_python(self, value: object) -> list[str]:
        """The known ones among them."""
        return [key for key in super().to_python(value) if self.valid_value(key)]


class MeasureFilterForm(ListFilterForm):
    """Reads a filter from an address. What cannot be read is named and left out."""

    q = SearchField(
        label=_("Search"),
        help_text=_("Number, office, words or part of a word"),
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
    objective = forms.IntegerField(
        required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput
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

    col = ColumnsField(
        label=_("Columns"),
        choices=COLUMNS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a choice the usual ones are shown."),
    )

    places = frozenset({"sort", "phase"})

    def __init__(
        self, data: Data = None, *, catalogue: Catalogue, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.catalogue = catalogue
        self.offer_offices("lead")
        self.offer("field", catalogue.fields_of_action)
        self.offer("group", catalogue.target_groups)
        self.offer("district", catalogue.districts)

    def wanted(self) -> Filter:
        """The filter, without what could not be read."""
        said = self.said()
        phase, state = said.get("phase", ""), said.get("state", "")
        return Filter(
            text=said.get("q", ""),
            states=(state,) if state else PHASES.get(phase, ()),
            lead=said["lead"].pk if "lead" in said else None,
            field_of_action=said.get("field"),
            target_group=said.get("group"),
            district=said.get("district"),
            objective=said.get("objective"),
            priority=said.get("priority", ""),
            decision_path=said.get("path", ""),
            light=said.get("light", ""),
            overdue=bool(said.get("overdue")),
            mine=bool(said.get("mine")),
            sort=said.get("sort", DEFAULT_SORT),
            columns=tuple(key for key in COLUMNS if key in said.get("col", ())),
        )

    def words(self) -> Mapping[str, str]:
        """What narrows, orders and shapes the list, each in words, by its name in the address."""
        found: dict[str, str] = {}
        for name, value in self.said().items():
            field = self.fields[name]
            if name == "col":
                found |= {f"col.{key}": f"{field.label}: {COLUMNS[key]}" for key in value}
            elif name in _WORDS:
                found[name] = _WORDS[name](value)
            elif isinstance(field, forms.BooleanField):
                found[name] = str(field.label)
            else:
                known = _labels(field)
                found[name] = f"{field.label}: {known.get(str(value), value)}"
        return found
