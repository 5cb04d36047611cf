"""An address that wants to follow."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import AddressField, SearchField


class SubscribeForm(forms.Form):
    """The address, and nothing else of the person."""

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("We send a mail with a link first. Nothing comes before you have opened it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PublicFilterForm(forms.Form):
    """Words and body; they live in the address."""

    q = SearchField(
        label=_("Search"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    gremium = forms.TypedChoiceField(label=_("Body"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: object = None, *, bodies: list[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict
        self.fields["gremium"].choices = [("", _("all")), *bodies]  # type: ignore[attr-defined] # a field of choices

    @property
    def is_narrowed(self) -> bool:
        """Whether something is filtered, so that the filters are shown unfolded."""
        return any(self.cleaned_data.values())
