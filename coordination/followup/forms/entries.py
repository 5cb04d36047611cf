"""The fields that the council office records of an item."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import GermanDateField, GermanMoneyField, LineField

from ..enums import FollowUpKind, Rhythm
from ..models import IN_WORDS


class EntryFields(forms.Form):
    """What was asked for, by whom, and until when; the same when recording and correcting."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=FollowUpKind.choices,
        help_text=_(
            "A suggestion comes from citizens (GO NRW § 24) or from the integration council"
            " (GO NRW § 27)."
        ),
    )  # fmt: skip
    title = LineField(label=_("Title"), max_length=300)
    asked_on = GermanDateField(label=_("Asked for on"))
    mover = LineField(
        label=_("Moved by"), max_length=200, required=False,
        help_text=_("The group or the body, no names of persons."),
    )  # fmt: skip
    paper = LineField(
        label=_("Paper number"), max_length=40, required=False,
        help_text=_("For example DS 26-0815."),
    )  # fmt: skip
    asked = forms.CharField(
        label=_("What was asked for"), max_length=IN_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    needed = forms.CharField(
        label=_("What the body wants to be shown"), max_length=IN_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example a report with figures, a concept, an appointment on site."),
    )  # fmt: skip
    deadline_on = GermanDateField(label=_("Deadline set by the body"), required=False)
    planned = GermanMoneyField(label=_("Money planned"), required=False)
    rhythm = forms.ChoiceField(label=_("The body is reported to"), choices=Rhythm.choices)
    is_public = forms.BooleanField(
        label=_("It belongs to the public part of the report"), required=False, initial=True
    )
