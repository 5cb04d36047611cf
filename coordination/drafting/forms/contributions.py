"""Asking another office for a contribution; giving it, declining, sending it back."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import CaseForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions

from ...city.queries.catalogue import LEADING, leading_units
from ..models import Contribution
from ..queries.contributions import runs_below

OVER = _("Why your office does not wait for the contribution that it asked for")


def over_field() -> forms.Field:
    """Why somebody answers before a contribution is there: one sentence."""
    return reason_field(OVER, required=False)


class AskForm(ActForm):
    """Which office is asked for what, until when."""

    unit = UnitField(
        label=_("Which office do you ask?"),
        help_text=_("An office below yours or another one. Type its name."),
    )
    question = reason_field(_("What do you need?"))
    wanted_on = GermanDateField(
        label=_("Contribution until"),
        help_text=_("Before the day on which your office has to answer."),
    )

    def __init__(self, data: Data = None, *, today: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.choose_among(leading_units(on=today), kind=LEADING)


class GiveContributionForm(TextForm):
    """What the office has to say."""

    act_name = "give_contribution"
    needed = frozenset({"over"})
    text = reason_field(_("Your contribution"))
    over = over_field()

    def prepare(self) -> None:
        row: Contribution = self.context.matter
        if not runs_below(row.pk):
            del self.fields["over"]


class DeclineContributionForm(TextForm):
    """Why the office does not contribute."""

    act_name = "decline_contribution"
    text = reason_field(_("Why your office does not contribute"))


class ReturnContributionForm(TextForm):
    """What is missing."""

    act_name = "return_contribution"
    text = reason_field(_("What is missing"))


class WithdrawContributionForm(CaseForm):
    """The office answers without it."""

    act_name = "withdraw_contribution"


INSIDE = _("Only your office and the one that asked see it.")

CONTRIBUTION_PANELS = (
    ActPanel(
        GiveContributionForm, "geben", pgettext_lazy("contribution", "Contribute"),
        _("Send the contribution"),
        _("The contribution lies before the office that asked."), INSIDE, beside=True,
        shows_text=False,
    ),
    ActPanel(
        DeclineContributionForm, "ablehnen", _("Do not contribute"), _("Do not contribute"),
        _("The office that asked has been told."), INSIDE, variant="secondary", shows_text=False,
    ),
    ActPanel(
        ReturnContributionForm, "zurueckgeben", _("Send the contribution back"), _("Send back"),
        _("The contribution is sent back."), _("The office gets it again, with your word."),
        variant="secondary", shows_text=False,
    ),
    ActPanel(
        WithdrawContributionForm, "zuruecknehmen", _("Withdraw the request for a contribution"),
        _("Withdraw the request for a contribution"),
        _("The office that was asked has been told."),
        _("Your office answers without the contribution."), variant="secondary", shows_text=False,
    ),
)  # fmt: skip
