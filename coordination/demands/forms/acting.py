"""The forms of the acts on a demand, inside the city."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm, reason_field
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.naming import UnitField

from ...city.models import FieldOfAction
from ...city.queries.catalogue import LEADING, leading_units
from ...group.flows.loading import exceeded
from ..enums import Outcome, Way
from ..flows.answering import WHERE
from ..flows.look import DemandLook
from ..models import Demand, DemandAnswer
from ..queries.demands import linkable, measures_seen

NOBODY = ("", _("none"))


def others_of_sender(demand: Demand) -> list[tuple[str, str]]:
    """The other demands of the same sender, the oldest first, for a choice."""
    rows = Demand.objects.of_sender(demand.sender_id).exclude(pk=demand.pk)
    named = rows.order_by("open_since", "pk")
    return [
        (str(row.pk), f"{row.reference} {row.title} ({row.dated_on:%d.%m.%Y})") for row in named
    ]


class RegisterForm(CaseForm):
    """The receipt is confirmed; what it is about, and whether it was asked for before."""

    act_name = "register_demand"
    confirmed_on = GermanDateField(label=_("Receipt confirmed on"))
    confirmed_way = forms.ChoiceField(label=_("How it was confirmed"), choices=Way.choices)
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("Fields of action"), queryset=FieldOfAction.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    repeats = forms.TypedChoiceField(
        label=_("Does it repeat an earlier demand?"), coerce=int, empty_value=None, required=False,
        help_text=_("Then it keeps the day of that one."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial.setdefault("confirmed_on", self.context.situation.look.call.today)
        self.offer("repeats", [NOBODY, *others_of_sender(self.context.matter)])


class AssignForm(CaseForm):
    """Which office examines it."""

    act_name = "assign_demand"
    occasional = frozenset({"despite_load"})
    office = UnitField(label=_("Responsible office"), help_text=_("Type the name of the office."))
    despite_load = forms.BooleanField(label=_("Assign it there all the same"), required=False)

    def prepare(self) -> None:
        office = self.fields["office"]
        assert isinstance(office, UnitField)
        today = self.context.situation.look.call.today
        office.choose_among(leading_units(on=today), kind=LEADING)
        if self.context.matter.office_id:
            self.initial.setdefault("office", self.context.matter.office)
        if not self._is_too_much(office):
            del self.fields["despite_load"]

    def _is_too_much(self, office: UnitField) -> bool:
        """Asked only once an office is named that cannot carry one more."""
        if not self.is_bound:
            return False
        try:
            unit = office.clean(self.data.get(self.add_prefix("office")))
        except forms.ValidationError:
            return False
        return exceeded(self.context.situation.look, unit.pk) is not None


class ReturnForm(ReasonForm):
    """Which office is responsible instead, and why."""

    act_name = "return_demand"


class ConfirmLoadForm(OptionalReasonForm):
    """It stays where it is."""

    act_name = "confirm_load"


class BeginForm(CaseForm):
    """The office is at it."""

    act_name = "begin_examination"


class NoticeForm(CaseForm):
    """What the sender was told meanwhile."""

    act_name = "send_notice"
    notice = reason_field(_("What the sender was told"))
    sent_on = GermanDateField(label=_("Sent on"))
    sent_way = forms.ChoiceField(label=_("How it was sent"), choices=Way.choices)

    def prepare(self) -> None:
        self.initial.setdefault("sent_on", self.context.situation.look.call.today)


class AnswerForm(CaseForm):
    """What the city answers."""

    act_name = "draft_answer"
    outcome = forms.ChoiceField(
        label=_("What the answer says"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    answer = reason_field(_("Answer to the sender"))
    promised_on = GermanDateField(
        label=_("What is promised will be done by"), required=False,
        help_text=_("On this day the office is asked whether it has kept its word."),
    )  # fmt: skip

    def prepare(self) -> None:
        last = DemandAnswer.objects.filter(demand=self.context.matter).last()
        if last is not None and last.signed_at is None:
            self.initial.setdefault("outcome", last.outcome)
            self.initial.setdefault("answer", last.words)
            self.initial.setdefault("promised_on", last.promised_on)


class SignForm(OptionalReasonForm):
    """It is the city's answer."""

    act_name = "sign_answer"

    @property
    def draft(self) -> DemandAnswer | None:
        """What would be signed."""
        look = self.context.situation.look
        return look.pending if isinstance(look, DemandLook) else None


class ReturnAnswerForm(ReasonForm):
    """What shall be changed."""

    act_name = "return_answer"


class LinkForm(CaseForm):
    """The measure that takes it up, by its file number."""

    act_name = "link_measure"
    measure = LineField(
        label=_("File number of the measure"), max_length=40,
        help_text=_("As it stands on the page of the measure."),
    )  # fmt: skip

    def clean_measure(self) -> int:
        """The key of a measure that this person sees and that may still be carried out."""
        said = str(self.cleaned_data["measure"]).strip()
        rows = linkable(self.context.situation.look.call.actor.capacities)
        found = rows.filter(reference__iexact=said).values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError(
                _(
                    "There is no measure with this file number that you see and that may still be"
                    " carried out. Please check the number."
                ),
                code="unknown",
            )
        return int(found)


class UnlinkForm(ReasonForm):
    """Which link, and why."""

    act_name = "unlink_measure"
    link = forms.TypedChoiceField(label=_("Measure"), coerce=int, widget=forms.RadioSelect)
    field_order = ("link", "reason")

    def prepare(self) -> None:
        seen, _others = measures_seen(self.context.matter, self.context.person, at=self.context.at)
        standing = [link for link in seen if link.ended_on is None]
        self.offer(
            "link",
            [(str(one.pk), f"{one.measure.reference} {one.measure.title}") for one in standing],
        )


class AppointmentForm(CaseForm):
    """When and where the mayor has time."""

    act_name = "set_appointment"
    meets_on = GermanDateField(label=_("Day"))
    meets_from = LineField(label=_("Time"), max_length=5, help_text=_("For example 14:30."))
    meets_where = LineField(label=_("Place"), max_length=WHERE)


class ResultForm(CaseForm):
    """What was agreed; the sender reads it."""

    act_name = "record_result"
    result = reason_field(_("What was agreed"), hint=_("The sender reads this."))


class FulfilledForm(OptionalReasonForm):
    """The city says that it is done."""

    act_name = "report_fulfilled"


class SettleForm(ReasonForm):
    """Why it is closed though nobody says that it is fulfilled."""

    act_name = "settle_demand"
    settled_by = forms.TypedChoiceField(
        label=_("Another demand that takes its place"), coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    field_order = ("settled_by", "reason")

    def prepare(self) -> None:
        self.offer("settled_by", [NOBODY, *others_of_sender(self.context.matter)])
