"""How a public list is narrowed; it lives in the address."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import SearchField

from ...city.models import CatalogueEntry, FieldOfAction, TargetGroup
from ...measures.models import Measure
from ..enums import Standing, states_of


class SearchForm(forms.Form):
    """Words of title and summary."""

    q = SearchField(
        label=_("Search"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        """Whether something is filtered, so that the filters are shown unfolded."""
        return any(self.cleaned_data.values())

    @property
    def narrowed(self) -> Q:
        """What is asked for besides the words."""
        return Q()


class MeasureFilterForm(SearchForm):
    """Field of action, target group and how far they are."""

    feld = forms.TypedChoiceField(
        label=_("Field of action"), coerce=int, empty_value=None, required=False
    )
    gruppe = forms.TypedChoiceField(
        label=_("Target group"), coerce=int, empty_value=None, required=False
    )
    stand = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *Standing.choices]
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # a QueryDict
        for name, catalogue in (("feld", FieldOfAction), ("gruppe", TargetGroup)):
            self.fields[name].choices = [("", _("all")), *_choices(catalogue)]  # type: ignore[attr-defined] # a field of choices

    @property
    def narrowed(self) -> Q:
        """What is asked for besides the words."""
        said, found = self.cleaned_data, Q()
        for name, link in (("feld", "fields_of_action"), ("gruppe", "target_groups")):
            if said.get(name) is not None:
                measures = Measure.objects.filter(**{link: said[name]})
                found &= Q(matter__in=measures.values("case"))
        if said.get("stand"):
            found &= Q(matter__state__in=states_of(said["stand"]))
        return found


def _choices(catalogue: type[CatalogueEntry]) -> list[tuple[int, str]]:
    return list(catalogue._default_manager.values_list("pk", "name"))  # noqa: SLF001 - Django documents it
