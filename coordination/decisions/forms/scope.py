"""Partners, districts and the impact check, as far as an answer to somebody may change them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from workflows.forms.naming import UnitsField

from ...city.models import District
from ...city.queries.catalogue import LEADING, leading_units
from ..queries.differences import label_of
from .plans import FiguresForm

LINKED = ("partners", "districts")


class ScopeForm(FiguresForm):
    """The same form with what decides which offices are asked; only what differs is sent."""

    partners = UnitsField(
        label=_("Partners in the city"),
        required=False,
        help_text=_("Offices that take part in the work; they co-sign as well."),
    )
    districts = forms.ModelMultipleChoiceField(
        label=_("Districts"),
        queryset=District.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        super().prepare()
        matter, model = self.context.matter, self.context.model
        self.impacts = tuple(
            field.name
            for field in model._meta.concrete_fields  # noqa: SLF001 - Django documents it
            if field.name.startswith("impact_")
        )
        for name in self.impacts:
            label = label_of(name, model)
            self.fields[name] = forms.BooleanField(label=label, required=False)
            self.initial.setdefault(name, getattr(matter, name))
        partners = self.fields["partners"]
        assert isinstance(partners, UnitsField)
        on = self.context.situation.look.call.today
        partners.choose_among(leading_units(on=on).exclude(pk=matter.lead_id), kind=LEADING)
        linked = {name: _keys(getattr(matter, name).all()) for name in LINKED}
        for name, keys in linked.items():
            self.initial.setdefault(name, keys)
        shown = {**linked, **{name: getattr(matter, name) for name in self.impacts}}
        if isinstance(self.initial.get("shown"), dict):
            self.initial["shown"] = {**shown, **self.initial["shown"]}

    @property
    def scope(self) -> tuple[str, ...]:
        """The names of its fields."""
        return (*LINKED, *getattr(self, "impacts", ()))

    def new_scope(self) -> dict[str, object]:
        """What of it differs from what the form showed."""
        shown, cleaned = self.figures_shown(), self.cleaned_data
        given: dict[str, object] = {
            name: bool(cleaned.get(name)) for name in self.impacts if name in shown
        }
        for name in LINKED:
            before = shown.get(name)
            if isinstance(before, list):
                given[name] = sorted({*_keys(cleaned.get(name) or ()), *self._not_offered(name)})
        return {name: value for name, value in given.items() if value != shown.get(name)}

    def _not_offered(self, name: str) -> list[int]:
        """Linked rows that the field does not offer, such as an ended office: they stay."""
        queryset: Any = getattr(self.fields[name], "queryset", None)
        return _keys(getattr(self.context.matter, name).exclude(pk__in=queryset.values("pk")))


def _keys(rows: Iterable[Model]) -> list[int]:
    return sorted(row.pk for row in rows)
