"""Fields in which units, desks and people are named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ...models import Desk, Unit, User
from ...queries.people.accounts import find_person
from ...spelling import sought


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit by its name; the list is indented after the tree."""

    def label_from_instance(self, obj: Unit) -> str:
        return "\N{NO-BREAK SPACE}" * 4 * len(obj.ancestors) + obj.name


class DeskField(forms.ModelChoiceField[Desk]):
    """A desk with the short name of its unit before it."""

    def label_from_instance(self, obj: Desk) -> str:
        return f"{obj.unit.short_name}: {obj.name}"


MOST_NAMED = 5
"""So many people are named where several fit; more would be no help."""


class PersonInput(forms.TextInput):
    """One line of text that shows a chosen person by the address."""

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
        found = find_person(words, among=self.among)
        if not found:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"words": words}
            )
        if len(found) > 1:
            names = ", ".join(f"{person} ({person.email})" for person in found[:MOST_NAMED])
            names += " …" if len(found) > MOST_NAMED else ""
            raise ValidationError(
                self.error_messages["several"], code="several", params={"names": names}
            )
        return found[0]
