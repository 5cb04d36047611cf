"""Preliminary check, sending back and withdrawing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import OptionalReasonForm, ReasonForm
from workflows.forms.acting.panels import ActPanel

from ..rules.circulation import mark_of
from ..rules.looks import decision_of
from .preparing import offices_of
from .urgency import periods_in_words


class PassCheckForm(OptionalReasonForm):
    """The proposal can go to the offices."""

    act_name = "pass_check"

    # The list that the person saw: this very one is sent.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        look = decision_of(self.context.situation.look)
        self.offices = offices_of(look)
        self.initial.setdefault("seen", mark_of(look))
        self.periods = periods_in_words(look)
        self.hints = list(look.check_hints())
        if all(office.stands for office in self.offices):
            self.said = _("Passed on. No office has to be asked.")

    def act_data(self) -> dict[str, object]:
        return {"seen": self.cleaned_data.get("seen") or ""}


class SendBackForm(ReasonForm):
    """Back to the lead."""

    act_name = "send_back"


class WithdrawForm(ReasonForm):
    """The lead or the mayor takes the measure back."""

    act_name = "withdraw"


PANELS = (
    ActPanel(
        PassCheckForm,
        "mitzeichnung-beginnen",
        _("Pass on to the offices"),
        _("Start the co-signature"),
        _("The offices have been asked to co-sign."),
        _("This sends the circulation: all offices are asked at the same time."),
        intro="coordination/decisions/_pass_check.html",
        beside=True,
    ),
    ActPanel(
        SendBackForm,
        "zurueckgeben",
        _("Send back for revision"),
        _("Send back"),
        _("Sent back. The lead office revises the measure."),
        _("The lead office gets the measure back. Answers that are still missing become void."),
        checks=True,
    ),
    ActPanel(
        WithdrawForm,
        "zurueckziehen",
        _("Withdraw the measure"),
        _("Withdraw for good"),
        _("The measure is withdrawn."),
        _("The procedure ends. The measure can be taken up again only as a new one."),
        variant="danger",
        checks=True,
    ),
)
