"""Forms about bodies, their size and their seats."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.enums import DeskFunction, UnitKind
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.options import Data, FormOptions
from workflows.models import User

from ...city.enums import OrganizationType
from ...city.models import District
from .base import CalendarForm


def _members() -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    widget.width = "short"  # type: ignore[attr-defined]  # read by the renderer
    return forms.IntegerField(
        label=_("Legal number of members"), min_value=1, max_value=500, widget=widget
    )


class BodyForm(CalendarForm):
    """What a body is called and what it may do."""

    name = LineField(label=_("Name"), max_length=200)
    short_name = LineField(label=_("Short name"), max_length=40)
    type = forms.ChoiceField(label=_("Kind"), choices=OrganizationType.choices)
    district = forms.TypedChoiceField(
        label=_("District"), coerce=int, empty_value=None, required=False,
        help_text=_("Needed for a district council only."),
    )  # fmt: skip
    may_decide = forms.BooleanField(label=_("It may decide"), required=False)
    is_heard = forms.BooleanField(label=_("It is heard"), required=False)
    advises = forms.BooleanField(label=_("It deliberates beforehand"), required=False)

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["district"]
        assert isinstance(field, forms.TypedChoiceField)
        districts = District.objects.filter(valid_until=None).values_list("pk", "name")
        field.choices = [("", _("none")), *districts]


class NewBodyForm(BodyForm):
    """A new body."""

    key = LineField(
        label=_("Key"), max_length=60,
        help_text=_("Small letters, digits and underscores; it never changes."),
    )  # fmt: skip
    members = _members()
    start_date = GermanDateField(label=_("Formed on"))


class DissolveForm(CalendarForm):
    """The last day of a body."""

    reason_needed = True

    end_date = GermanDateField(label=_("Last day"))


class SizeForm(CalendarForm):
    """Another legal number of members."""

    members = _members()
    start_date = GermanDateField(label=_("Valid from"))
    basis = LineField(label=_("Norm"), max_length=200, required=False)


class SeatForm(CalendarForm):
    """Who sits in a body: an account, or a function alone."""

    role = LineField(
        label=_("Function"), max_length=120,
        help_text=_("For example chair or member. No names of people without an account."),
    )  # fmt: skip
    person = forms.TypedChoiceField(
        label=_("Account"), coerce=int, empty_value=None, required=False,
        help_text=_("Whoever has an account reads what only members of the body read."),
    )  # fmt: skip
    voting_right = forms.BooleanField(label=_("With a vote"), required=False, initial=True)
    on_behalf_of = LineField(label=_("Group"), max_length=120, required=False)
    start_date = GermanDateField(label=_("From"))
    end_date = GermanDateField(label=_("Until"), required=False)

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        # Who sits in a body: holders of the council's desks, and the mayor, who chairs some.
        sits = Q(desks_held__desk__unit__kind=UnitKind.COUNCIL)
        sits |= Q(desks_held__desk__function=DeskFunction.MAYOR)
        people = User.objects.filter(sits, deactivated_at=None).distinct()
        named = sorted((str(person), person.pk) for person in people)
        field.choices = [("", _("none")), *((pk, name) for name, pk in named)]


class EndSeatForm(CalendarForm):
    """The last day of a seat."""

    end_date = GermanDateField(label=_("Last day"))
