"""Forms about accounts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models.names import validate_name
from ...models.user import LANGUAGES
from ...queries.people.accounts import Standing
from ..fields import AddressField, LineField, SearchField
from .base import DeedForm


class PersonForm(DeedForm):
    """Names, address and language of an account."""

    given_name = LineField(
        label=_("Given name"),
        max_length=100,
        required=False,
        validators=[validate_name],
        help_text=_("Leave it empty for who has one name only."),
    )
    family_name = LineField(label=_("Family name"), max_length=100, validators=[validate_name])
    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("With it the person logs in; it must not belong to anybody else."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGES,
    )
    external_id = LineField(
        label=_("Identifier"),
        max_length=200,
        required=False,
        help_text=_("From the directory of the city, if accounts are matched with it."),
    )

    def arguments(self) -> dict[str, object]:
        return {**super().arguments(), "external_id": self.cleaned_data["external_id"] or ""}


class PeopleFilter(forms.Form):
    """Words and standing of a list of accounts, from the address."""

    q = SearchField(label=_("Name or e-mail address"), required=False, max_length=200)
    standing = forms.ChoiceField(
        label=_("Accounts"), choices=Standing.choices, required=False, initial=Standing.ACTIVE
    )


class TreeFilter(forms.Form):
    """Words of a search in the tree, from the address."""

    q = SearchField(label=_("Unit, desk or holder"), required=False, max_length=200)
