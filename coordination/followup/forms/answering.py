"""The forms of the office: drafting, giving and returning an answer."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, GermanMoneyField
from workflows.queries.people.routes import working_calendar

from ..enums import REPORTABLE
from ..models import IN_WORDS, FollowUp, FollowUpAnswer
from ..queries.items import draft_of
from ..rules import next_report_after

_KEPT = ("state", "provided", "reason", "new_date", "spent", "public_note", "internal_note",
         "next_report_on")  # fmt: skip


class AnswerForm(CaseForm):
    """How far the matter is, for the body, for the public and for the house."""

    # What the chosen state may need: none of them is said to be voluntary.
    needed = frozenset({"provided", "reason", "new_date", "next_report_on"})

    state = forms.ChoiceField(
        label=_("How far is it"),
        choices=[(state.value, state.label) for state in REPORTABLE],
        widget=forms.RadioSelect,
    )
    provided = reason_field(
        _("What was done"), required=False,
        hint=_("The body reads it. Needed unless it is delayed or dropped."),
    )  # fmt: skip
    reason = reason_field(
        _("Reason"), required=False, hint=_("The body reads it. Needed if delayed or dropped.")
    )
    new_date = GermanDateField(
        label=_("Done by (new date)"), required=False, help_text=_("Needed if delayed.")
    )
    next_report_on = GermanDateField(
        label=_("Next report on"), required=False,
        help_text=_(
            "Needed if it is in work or delayed. A continuous item comes again by itself."
        ),
    )  # fmt: skip
    spent = GermanMoneyField(label=_("Money spent so far"), required=False)
    public_note = reason_field(
        _("Public note"), required=False,
        hint=_("If the council office publishes this item, everybody can read this note."),
    )  # fmt: skip
    internal_note = reason_field(
        _("Internal note"), required=False,
        hint=_("Stays in the administration: neither the council nor the public reads it."),
    )  # fmt: skip

    def prepare(self) -> None:
        for name in ("provided", "reason", "public_note", "internal_note"):
            self.fields[name].widget.attrs["maxlength"] = str(IN_WORDS)
        if self.is_bound:
            return
        item: FollowUp = self.context.matter
        said: FollowUpAnswer | FollowUp = draft_of(item.pk) or item
        self.initial.update({name: getattr(said, name) for name in _KEPT})
        if said is item:
            self.initial["next_report_on"] = self._following(item)

    def _following(self, item: FollowUp) -> date:
        today = self.context.situation.look.call.today
        present = max(item.next_report_on or today, today)
        return next_report_after(present, item.rhythm, calendar=working_calendar())


class DraftAnswerForm(AnswerForm):
    """The clerk's draft."""

    act_name = "draft_answer"


class GiveAnswerForm(AnswerForm):
    """The head's answer, with the draft filled in."""

    act_name = "give_answer"


class ReturnAnswerForm(ReasonForm):
    """Why the draft goes back."""

    act_name = "return_answer"


PANELS = (
    ActPanel(
        DraftAnswerForm, "sachstand-entwerfen", _("Draft the answer"), _("Hand in the draft"),
        _("The head of the office gives the answer now."),
        _("The head of the office gives it to the body afterwards."),
    ),
    ActPanel(
        GiveAnswerForm, "sachstand-abgeben", _("Give the answer"), _("Give the answer"),
        _("The answer is given."),
        _("It stands in the next report to the body."),
    ),
    ActPanel(
        ReturnAnswerForm, "sachstand-zurueckgeben", _("Give the draft back"), _("Give back"),
        _("The draft is given back."),
        variant="secondary",
    ),
)  # fmt: skip
