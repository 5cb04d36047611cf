"""Forms about substitutions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ...models import User
from ..fields import GermanDateField
from .base import DeedForm
from .choices import PersonField


class OwnSubstitutionForm(DeedForm):
    """Who stands in for oneself, both days included."""

    guard_fields = {"represented": "deputy"}

    deputy = PersonField(label=_("Deputy"))
    starts_on = GermanDateField(label=_("First day"))
    ends_on = GermanDateField(
        label=_("Last day"), help_text=_("The substitution ends by itself after this day.")
    )

    def __init__(self, *args: Any, deputies: QuerySet[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deputy"]
        assert isinstance(field, PersonField)
        field.among = deputies


class StaffField(forms.ModelChoiceField[User]):
    """One of the people whom somebody leads."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})"


class StaffSubstitutionForm(OwnSubstitutionForm):
    """A substitution that a head enters for their staff."""

    guard_fields = {}

    represented = StaffField(label=_("Absent person"), queryset=User.objects.none())

    field_order = ["represented", "deputy", "starts_on", "ends_on"]

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["represented"]
        assert isinstance(field, StaffField)
        field.queryset = staff


class SubstitutionForm(OwnSubstitutionForm):
    """A substitution that the organisation office enters for anybody."""

    guard_fields = {}

    represented = PersonField(label=_("Absent person"))

    field_order = ["represented", "deputy", "starts_on", "ends_on"]
