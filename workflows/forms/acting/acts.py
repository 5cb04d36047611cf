"""The base of every form that ends in one act on a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ...actions.acting.acts import Request
from ...refusals import GuardsUnmet, Unmet
from ..fields import CommandIdField
from .words import in_words, json_value

_DAMAGED = _("This form is damaged. Please open the page again.")


# Rows of any form: formsets are generic over theirs.
Rows = forms.BaseFormSet[Any]


class ActForm(forms.Form):
    """Carries the command's id, the version that the person saw, and the task it answers.

    `act_name` is the act; `text_field` the field whose content is the act's free text, all other
    visible fields are its data. `guard_fields` says at which field a guard's complaint is shown
    when its own `field` is none of the form's (key: the guard's field or its code).

    Where a form says `needed`, these are fields that some cases need and the others do not have:
    they are never called optional. They and the `occasional` ones, which nobody needs, are no
    answer where they are empty.
    """

    act_name: ClassVar[str] = ""
    text_field: ClassVar[str] = ""
    occasional: ClassVar[frozenset[str]] = frozenset()
    guard_fields: ClassVar[Mapping[str, str]] = {}

    # What was done, where the words of the panel would promise what is not true here.
    said: StrOrPromise = ""
    # What the next step still misses after the act, and where each can be mended.
    gaps: Sequence[tuple[str, str]] = ()

    command = CommandIdField()
    version = forms.IntegerField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": _DAMAGED}
    )
    task = forms.UUIDField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": _DAMAGED}
    )

    def full_clean(self) -> None:
        """A damaged hidden field is told once, on top: nobody can see or mend it."""
        super().full_clean()
        hidden = [field.name for field in self.hidden_fields() if field.name in self.errors]
        for name in hidden:
            del self.errors[name]
        if hidden:
            self.add_error(None, forms.ValidationError(_DAMAGED, code="damaged"))

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        """The rows that belong to the form."""
        return ()

    def act_text(self) -> str:
        """The free text of the act."""
        return str(self.cleaned_data.get(self.text_field) or "") if self.text_field else ""

    def act_data(self) -> dict[str, object]:
        """What was decided, as JSON values under the names of the fields."""
        return {
            field.name: json_value(self.cleaned_data.get(field.name))
            for field in self.visible_fields()
            if field.name != self.text_field
        }

    def chosen_act(self) -> str:
        """The act that the valid form asks for, where what is chosen in it tells."""
        return self.act_name

    def request(self, *, case: int, by: int, at: datetime, name: str = "") -> Request:
        """The act that this valid form asks for."""
        return Request(
            case=case,
            name=name or self.chosen_act(),
            by=by,
            at=at,
            command=self.cleaned_data["command"],
            version=self.cleaned_data["version"],
            task=self.cleaned_data["task"],
            data=self.act_data(),
            text=self.act_text(),
        )

    def show_unmet(self, refusal: GuardsUnmet) -> None:
        """Turn each unmet guard into an error of the field that it concerns."""
        for item in refusal.unmet:
            error = forms.ValidationError(str(item.text), code=item.code)
            self.add_error(self.field_of(item), error)

    def field_of(self, item: Unmet) -> str | None:
        """The field at which the complaint of a guard is shown; None: on top."""
        named = self.guard_fields.get(item.field) or self.guard_fields.get(item.code)
        own = self.text_field if item.field == "text" else item.field
        return next((name for name in (named, own) if name and name in self.fields), None)

    def answers(self) -> list[tuple[str, str]]:
        """Labels and words of what was entered, for the check page and for refusals.

        What was left empty is named, unless this case does not ask for it.
        """
        asked_of_some: frozenset[str] = getattr(self, "needed", frozenset()) | self.occasional
        rows = []
        for field in self.visible_fields():
            value = self.cleaned_data.get(field.name)
            words = in_words(field, value)
            is_ticked = value or not isinstance(field.field, forms.BooleanField)
            if field.name not in asked_of_some or (words and is_ticked):
                rows.append((str(field.label), words))
        return rows
