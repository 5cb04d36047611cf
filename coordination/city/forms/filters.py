"""What the filters above the long lists have in common; they live in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.naming import UnitField
from workflows.models import Unit

from ..queries.catalogue import LEADING

EVERYTHING = ("", _("all"))


class ListFilterForm(forms.Form):
    """Reads a filter from an address. What cannot be read is named and left out."""

    places: ClassVar[frozenset[str]] = frozenset({"sort"})
    """Fields that say where in the list somebody is, and narrow nothing."""

    def offer(self, name: str, choices: Iterable[tuple[int, str]]) -> None:
        """All, or one of these rows by its key."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [EVERYTHING, *((str(pk), label) for pk, label in choices)]

    def offer_offices(self, name: str) -> None:
        """Every office that can lead; those that have ended may be sought as well."""
        field = self.fields[name]
        assert isinstance(field, UnitField)
        field.choose_among(Unit.objects.filter(kind__in=LEADING).order_by("sort_key"), kind=LEADING)

    def said(self) -> dict[str, Any]:
        """What is filtered, of the type that its field has read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether something is filtered, so that the filters are shown unfolded."""
        return any(self.cleaned_data.get(name) for name in self.fields if name not in self.places)
