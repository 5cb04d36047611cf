"""What senders say of their demands: in their own words, or written down for them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm, reason_field
from workflows.forms.fields import GermanDateField, LineField

from ..enums import Way
from ..flows.fields import EVIDENCE


class ConfirmForm(OptionalReasonForm):
    """It is fulfilled."""

    act_name = "confirm_fulfilled"


class DisputeForm(ReasonForm):
    """What is still missing."""

    act_name = "dispute"


class WithdrawForm(OptionalReasonForm):
    """It is taken back."""

    act_name = "withdraw_demand"


class RecordedForm(CaseForm):
    """When and how the sender has said it, and where that can be read."""

    text_field = "reason"
    said_on = GermanDateField(label=_("Said on"))
    said_way = forms.ChoiceField(
        label=_("How it was said"),
        choices=[choice for choice in Way.choices if choice[0] != Way.ONLINE],
    )
    evidence = LineField(
        label=_("Where it can be read"), max_length=EVIDENCE,
        help_text=_("File number, page or address of the letter."),
    )  # fmt: skip
    reason = reason_field(_("What the sender said"), required=False)


class RecordConfirmationForm(RecordedForm):
    """The sender confirms."""

    act_name = "record_confirmation"


class RecordDisputeForm(RecordedForm):
    """The sender disputes."""

    act_name = "record_dispute"
    reason = reason_field(
        _("What the sender said"),
        hint=_("At least 10 characters. It is kept with the matter for good."),
    )


class RecordWithdrawalForm(RecordedForm):
    """The sender takes it back."""

    act_name = "record_withdrawal"
