"""Asking for urgency of the co-signature, deciding on it, withdrawing it."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.models import Unit

from ..enums import MeasureState as S
from ..models import UrgencyEnd, UrgencyRequest
from ..queries.urgency import round_meant
from ..rules.circulation import SHORT, shorter_days
from ..rules.looks import DecisionLook, decision_of
from .agreeing import _yes_no


def periods_in_words(look: DecisionLook) -> str:
    """Whether the round to come has the usual or the shorter periods, and why."""
    round_ = round_meant(look.case.state, look.case.round)
    if SHORT not in look.periods:
        return gettext("The usual periods hold: the route of this matter knows no shorter ones.")
    if look.hurries(round_):
        return gettext("The shorter periods hold: urgency is accepted. What the law gives stays.")
    last = next((row for row in look.urgency if row.round == round_), None)
    said = {
        "": gettext(
            "The usual periods hold: nobody has decided on the urgency that was asked for."
        ),
        UrgencyEnd.REFUSED: gettext("The usual periods hold: urgency was refused."),
        UrgencyEnd.OVER: gettext("The usual periods hold: urgency was not decided on in time."),
    }
    usual = gettext("The usual periods hold: nobody has asked for urgency.")
    return said.get(last.end, usual) if last else usual


class RequestUrgencyForm(ReasonForm):
    """Why the offices should answer sooner than usual."""

    act_name = "request_urgency"
    reason = reason_field(
        _("Why is the co-signature urgent?"),
        hint=_(
            "Say what would be lost with the usual period. It is kept with the matter for good."
        ),
    )

    @property
    def follows(self) -> str:
        """Whoever decides about a draft hears of it once the draft is submitted."""
        if self.context.matter.case.state == S.DRAFT:
            return gettext("The request waits until the draft is submitted. Nobody is told before.")
        return ""


class DecideUrgencyForm(CaseForm):
    """Yes, or no with a reason; what a yes would shorten is shown before."""

    act_name = "decide_urgency"
    text_field = "reason"
    needed = frozenset({"reason"})

    accept = forms.TypedChoiceField(
        label=_("Is the co-signature urgent?"),
        choices=[
            ("True", _("Yes, the offices get the shorter period")),
            ("False", _("No, the usual periods hold")),
        ],
        coerce=_yes_no,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = reason_field(
        _("Reason"), required=False, hint=_("Needed for a no (at least 10 characters).")
    )
    field_order: Sequence[str] = ("accept", "reason")

    def prepare(self) -> None:
        look = decision_of(self.context.situation.look)
        rows = UrgencyRequest.objects.select_related("asked_by", "desk__unit")
        self.asked = rows.filter(pk=self.context.uuid("urgency")).first()
        self.period = look.periods.get(SHORT)
        found = list(shorter_days(look)) if self.period and self._runs(look) else []
        names = dict(
            Unit.objects.filter(pk__in=[unit for unit, *_rest in found]).values_list("pk", "name")
        )
        self.shortens = sorted((names[unit], line, day) for unit, line, day in found)
        self.runs = self._runs(look)

    @staticmethod
    def _runs(look: DecisionLook) -> bool:
        return look.case.state == S.COSIGNING

    @property
    def follows(self) -> str:
        """How many offices a yes hurries at once."""
        if not self.is_bound or self.cleaned_data.get("accept") is not True or not self.shortens:
            return ""
        count = len(self.shortens)
        words = ngettext(
            "The period of %(count)s office gets shorter at once. It is told.",
            "The periods of %(count)s offices get shorter at once. They are told.",
            count,
        )
        return words % {"count": count}


class WithdrawUrgencyForm(CaseForm):
    """The usual periods are enough."""

    act_name = "withdraw_urgency"

    def act_data(self) -> dict[str, object]:
        return {"urgency": self.context.subject("urgency")}


PANELS = (
    ActPanel(
        DecideUrgencyForm,
        "eilbeduerftigkeit-entscheiden",
        _("Decide whether the co-signature is urgent"),
        _("Decide"),
        _("Decided. The lead office has been told."),
        checks=True,
        beside=True,
        intro="coordination/decisions/_urgency_asked.html",
        after="coordination/decisions/_urgency_shortens.html",
    ),
    ActPanel(
        RequestUrgencyForm,
        "eilbeduerftigkeit",
        _("Ask for urgency of the co-signature"),
        _("Ask for urgency"),
        _("Urgency is asked for. Until it is accepted the usual periods hold."),
        _(
            "The responsible deputy mayor decides. Without a decision in time the usual periods"
            " hold."
        ),
        variant="secondary",
        goes_on=False,
    ),
    ActPanel(
        WithdrawUrgencyForm,
        "eilbeduerftigkeit-zuruecknehmen",
        _("Withdraw the urgency of the co-signature"),
        _("Withdraw the urgency"),
        _("The urgency is withdrawn. The usual periods hold."),
        _("The offices will have their usual periods."),
        variant="secondary",
        goes_on=False,
        about="urgency",
    ),
)
