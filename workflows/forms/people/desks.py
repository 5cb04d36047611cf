"""Forms about desks and their holders."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...enums import DeskFunction, SignatureMark
from ...queries.people.desk_pages import open_desks
from ..fields import GermanDateField, LineField
from ..options import Data, FormOptions
from .base import DeedForm
from .choices import DeskField, PersonField
from .units import KEY_HELP


class ChangeDeskForm(DeedForm):
    """Name, function, superior and mark of a desk."""

    name = LineField(label=_("Name"), max_length=200)
    function = forms.ChoiceField(label=_("Function"), choices=DeskFunction.choices)
    superior = DeskField(
        label=_("Superior desk"),
        queryset=None,
        required=False,
        empty_label=_("– none: it stands at the top –"),
        help_text=_("It gets the work while this desk is vacant."),
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
        field.queryset = open_desks()


class NewDeskForm(ChangeDeskForm):
    """A new desk of a unit."""

    key = forms.SlugField(label=_("Key"), max_length=80, help_text=KEY_HELP)


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


class EndAppointmentForm(DeedForm):
    """The last day of an appointment."""

    last_day = GermanDateField(
        label=_("Last day"),
        help_text=_("With yesterday's date the appointment ends at once."),
    )


class PassOnForm(DeedForm):
    """The desk that is to do work for which none was found."""

    desk = DeskField(label=_("Desk"), queryset=None)

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        field = self.fields["desk"]
        assert isinstance(field, DeskField)
        field.queryset = open_desks().exclude(function=DeskFunction.ORGANISATION)
