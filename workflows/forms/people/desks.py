"""Forms about desks and their holders."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...enums import DeskFunction, SignatureMark
from ...queries.people.desk_pages import open_desks
from ..fields import GermanDateField, LineField
from ..naming import DeskField
from ..options import Data, FormOptions
from .base import DeedForm
from .choices import PersonField


class ChangeDeskForm(DeedForm):
    """Name, function, superior and mark of a desk."""

    name = LineField(label=_("Name"), max_length=200)
    function = forms.ChoiceField(label=_("Function"), choices=DeskFunction.choices)
    superior = DeskField(
        label=_("Superior desk"),
        required=False,
        help_text=_("It gets the work while this desk is vacant. Empty: it stands at the top."),
    )
    signs = forms.ChoiceField(
        label=_("Signature mark"),
        choices=SignatureMark.choices,
        help_text=_("Only the mayor's representatives sign “i. V.”; all others sign “i. A.”."),
    )

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["superior"]
        assert isinstance(field, DeskField)
        field.choose_among(open_desks())


class NewDeskForm(ChangeDeskForm):
    """A new desk of a unit."""


class CloseDeskForm(DeedForm):
    """Whether open work goes up when a desk is closed."""

    hand_up = forms.BooleanField(label=_("Pass open work on to the superior desk"), required=False)


class AppointForm(DeedForm):
    """Who holds a desk, from when, until when."""

    person = PersonField(label=_("Person"))
    valid_from = GermanDateField(label=_("From"))
    valid_until = GermanDateField(
        label=_("Until"), required=False, help_text=_("Leave it empty if no end is known.")
    )


class MoveForm(DeedForm):
    """To which desk somebody goes, and from when."""

    guard_fields = {"person": "desk", "last_day": "valid_from", "appointment": "desk"}

    desk = DeskField(label=_("New desk"), help_text=_("Type the name of the desk or of its unit."))
    valid_from = GermanDateField(
        label=_("First day at the new desk"),
        help_text=_("The day before is the last one at the present desk."),
    )

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["desk"]
        assert isinstance(field, DeskField)
        field.choose_among(open_desks())


class EndAppointmentForm(DeedForm):
    """The last day of an appointment."""

    last_day = GermanDateField(
        label=_("Last day"),
        help_text=_("With yesterday's date the appointment ends at once."),
    )


class PassOnForm(DeedForm):
    """The desk that is to do work for which none was found."""

    desk = DeskField(label=_("Desk"), help_text=_("Type the name of the desk or of its unit."))

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["desk"]
        assert isinstance(field, DeskField)
        field.choose_among(open_desks().exclude(function=DeskFunction.ORGANISATION))
