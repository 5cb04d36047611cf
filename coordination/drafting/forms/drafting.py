"""Giving an answer out to be drafted; drafting it, sending it back, giving it to another desk."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.enums import Participation
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import CaseForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.forms.options import Data, FormOptions
from workflows.models import Desk

from ..models import MOST_DAYS, MOST_LEAD_DAYS, AnswerDraft
from ..queries.drafts import drafters
from .answering import AnswerForm


class DeskChoice(forms.ModelChoiceField[Desk]):
    """One desk, with its unit."""

    def label_from_instance(self, obj: Desk) -> str:
        return f"{obj.name} ({obj.unit.short_name})"


def desk_field() -> DeskChoice:
    """Which desk of the office drafts."""
    return DeskChoice(
        label=_("Who drafts the answer"),
        queryset=Desk.objects.none(),
        empty_label=_("– please choose –"),
    )


class GiveForm(ActForm):
    """Who drafts until when, and a word on the way."""

    desk = desk_field()
    wanted_on = GermanDateField(
        label=_("Draft until"), help_text=_("Before the day on which your office has to answer.")
    )
    word = reason_field(_("A word on the way"), required=False)

    def __init__(
        self, data: Data = None, *, desks: QuerySet[Desk], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        desk = self.fields["desk"]
        assert isinstance(desk, DeskChoice)
        desk.queryset = desks


class PracticeForm(ActForm):
    """How the office works inside, from a day on."""

    days = forms.IntegerField(
        label=_("Drafts are due so many working days before the office's own date"),
        min_value=0, max_value=MOST_DAYS,
    )  # fmt: skip
    four_eyes = forms.BooleanField(
        label=_("Whoever drafts does not sign (four eyes inside the office)"), required=False
    )
    lead_days = forms.IntegerField(
        label=_("So many working days the office needs for a co-signature"),
        help_text=_(
            "0: no more than the period of the route. The secretariat sees it and sets the date."
        ),
        min_value=0, max_value=MOST_LEAD_DAYS, required=False,
    )  # fmt: skip
    valid_from = GermanDateField(label=_("From"))


class DraftForm(AnswerForm):
    """What the office should answer."""

    act_name = "hand_in_draft"

    def prepare(self) -> None:
        draft: AnswerDraft = self.context.matter
        if draft.written_at and not self.is_bound:
            self.initial.update({
                "choice": draft.choice, "text": draft.text, "names_unit": draft.names_unit,
            })  # fmt: skip
        self.offer_answers(Participation(draft.item.participation))

    def first_conditions(self) -> list[dict[str, str]]:
        draft: AnswerDraft = self.context.matter
        return [{"text": text} for text in draft.conditions]


class ReviseForm(DraftForm):
    """The draft as it shall read."""

    act_name = "revise_draft"


class ReturnForm(TextForm):
    """What is missing."""

    act_name = "return_draft"
    text = reason_field(_("What is missing"))


class ReassignForm(CaseForm):
    """Which other desk drafts."""

    act_name = "reassign_draft"
    text_field = "word"
    desk = desk_field()
    word = reason_field(_("A word on the way"), required=False)

    def prepare(self) -> None:
        desk = self.fields["desk"]
        assert isinstance(desk, DeskChoice)
        today = self.context.situation.look.call.today
        draft: AnswerDraft = self.context.matter
        desk.queryset = drafters(draft.unit_id, on=today).exclude(pk=draft.desk_id)


class RecallForm(CaseForm):
    """Whoever signs answers without a draft."""

    act_name = "recall_draft"


FIELDS = "coordination/drafting/_answer.html"

PANELS = (
    ActPanel(
        DraftForm, "vorlegen", pgettext_lazy("cosignature", "Draft the answer"),
        _("Hand the draft in"),
        _("The draft lies before whoever signs for the office."),
        _("Only your office sees it. It counts as an answer once it is signed."),
        beside=True, fields=FIELDS, shows_text=False,
    ),
    ActPanel(
        ReviseForm, "aendern", _("Change the draft"), _("Save the draft"),
        _("The draft is changed."),
        _("Only your office sees it. It counts as an answer once it is signed."),
        variant="secondary", fields=FIELDS, shows_text=False, goes_on=False,
    ),
    ActPanel(
        ReturnForm, "zurueckgeben", _("Send the draft back"), _("Send back"),
        _("The draft is sent back."), _("The desk gets it again, with your word."),
        variant="secondary", shows_text=False,
    ),
    ActPanel(
        ReassignForm, "weitergeben", _("Give it to another desk"), _("Give it"),
        _("The other desk drafts the answer."), variant="secondary", shows_text=False,
    ),
    ActPanel(
        RecallForm, "selbst-antworten", _("Answer without a draft"), _("Take the draft back"),
        _("Nobody drafts any more. Your office answers in the matter itself."),
        _("What was written stays here for your office."), variant="secondary", shows_text=False,
    ),
)  # fmt: skip
