"""Forms about who works on a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import User
from ...queries.people.absences import Away, named_with
from ..options import Data, FormOptions
from .acts import ActForm


class TakeOverForm(ActForm):
    """Confirms whose task is taken over: the one whom the page named, nobody else."""

    act_name = "claim"

    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def act_data(self) -> dict[str, object]:
        return {"instead_of": self.cleaned_data["instead_of"]}


class HandOverForm(ActForm):
    """Chooses among those who may act at the desk."""

    act_name = "hand_over"

    to = forms.TypedChoiceField(label=_("Hand over to"), coerce=int, widget=forms.RadioSelect)

    def __init__(
        self,
        data: Data = None,
        *,
        colleagues: Sequence[User],
        away: Mapping[int, Away] | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(person.pk, named_with(person, away or {})) for person in colleagues]
