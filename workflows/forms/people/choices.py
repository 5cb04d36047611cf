"""The field in which people are named."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ...models import User
from ...queries.people.accounts import find_person
from ...spelling import sought
from ..naming import MOST_NAMED, NameInput

_IN_BRACKETS = re.compile(r"\(([^()\s]+@[^()\s]+)\)$")


class PersonInput(NameInput):
    """One line of text that shows a chosen person by the address, with suggestions."""

    suggests = reverse_lazy("workflows:suggest", args=["personen"])

    def format_value(self, value: object) -> str | None:
        shown = value.email if isinstance(value, User) else value
        return None if shown in {None, ""} else str(shown)


class PersonField(forms.Field):
    """An active account, by its address or by as much of the name as only one has."""

    widget = PersonInput
    default_error_messages = {
        "unknown": _("Nobody with an active account is called “%(words)s”."),
        "several": _("Several people fit: %(names)s. Please enter the e-mail address."),
    }

    # Whom the person before the form may name; None: everybody.
    among: QuerySet[User] | None = None

    def __init__(self, **options: Any) -> None:  # as `Field` takes them
        options.setdefault("help_text", _("Name or e-mail address"))
        super().__init__(**options)

    def to_python(self, value: object) -> User | None:
        if isinstance(value, User):
            return value
        words = sought(str(value or ""))
        if not words:
            return None
        # A suggestion has the address behind the name.
        words = found[1] if (found := _IN_BRACKETS.search(words)) else words
        return self._found(words)

    def _found(self, words: str) -> User:
        found = find_person(words, among=self.among)
        if not found:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"words": words}
            )
        if len(found) > 1:
            names = ", ".join(f"{person} ({person.email})" for person in found[:MOST_NAMED])
            names += " …" if len(found) > MOST_NAMED else ""
            self.widget.offered = [(str(one.pk), f"{one} ({one.email})") for one in found]
            raise ValidationError(
                self.error_messages["several"], code="several", params={"names": names}
            )
        return found[0]
