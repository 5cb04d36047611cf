"""The forms of an entry for the public."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import CaseForm, ReasonForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import LineField
from workflows.forms.options import Data, FormOptions

from ...followup.forms.keeping import EndPublicationForm
from ..flows.words import WORDS, WORDS_OF
from ..models import ANSWER_LENGTH, SUMMARY_LENGTH, WORDS_LENGTH

PARTICIPATION = [("planned", _("planned")), ("none", _("not planned"))]


class EntryFields(forms.Form):
    """What everybody shall read."""

    title = LineField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("Summary for the public"), required=False, max_length=SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "What is it about, and what is it to achieve? A few plain sentences without"
            " abbreviations and without names of persons."
        ),
    )  # fmt: skip
    participation = forms.ChoiceField(
        label=_("Participation of citizens"), required=False, choices=PARTICIPATION,
        widget=forms.RadioSelect,
    )  # fmt: skip
    participation_words = forms.CharField(
        label=_("What is planned, or why none"), required=False, max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "If it is planned: in which form and when, such as a citizens' meeting or a survey."
            " If not: why not."
        ),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("What the city answered"), required=False, max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In words for everybody, without names of persons."),
    )  # fmt: skip

    def ask_for(self, topic: str) -> None:
        """Only what is written for this list."""
        for name in {*WORDS} - {*WORDS_OF[topic]}:
            del self.fields[name]


class PrepareForm(ActForm, EntryFields):
    """The first words of an entry."""

    def __init__(self, data: Data = None, *, topic: str, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.ask_for(topic)

    def fields_said(self) -> dict[str, object]:
        """The words as the action takes them."""
        return {name: self.cleaned_data[name] for name in WORDS if name in self.fields}


class ReviseEntryForm(CaseForm, EntryFields):
    """The words anew."""

    act_name = "revise_entry"

    def prepare(self) -> None:
        self.ask_for(self.context.matter.topic)
        if not self.is_bound:
            self.initial.update({name: getattr(self.context.matter, name) for name in WORDS})


class ReleaseEntryForm(CaseForm):
    """Really?"""

    act_name = "release_entry"


class DeclineEntryForm(ReasonForm):
    """Why it is not released."""

    act_name = "decline_entry"


class EndEntryForm(EndPublicationForm):
    """What the address answers from now on."""

    act_name = "end_entry"


PANELS = (
    ActPanel(
        ReleaseEntryForm, "freigeben", _("Release the entry for the public"), _("Release"),
        _("Everybody can read the entry."),
        _("Everybody can read it from now on: these words, what is listed beside them as it stands"
          " now, and the public sessions, states and measured values that are kept up by"
          " themselves. Nothing else of the matter becomes public."),
    ),
    ActPanel(
        DeclineEntryForm, "zurueckgeben", _("Give the entry back"), _("Give back"),
        _("The entry was given back."),
        variant="secondary",
    ),
    ActPanel(
        ReviseEntryForm, "aendern", _("Change the entry"), _("Save"),
        _("The entry is changed. The council office is asked to release it."),
        _("What is public stays as it is until the council office releases the new words."),
        variant="secondary",
    ),
    ActPanel(
        EndEntryForm, "beenden", _("End the publication"), _("End it"),
        _("The publication has ended."),
        variant="secondary",
    ),
)  # fmt: skip
