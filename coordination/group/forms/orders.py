"""The forms of orders: drafting, giving, answering, moving."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions
from workflows.models import Unit

from ...city.models import FieldOfAction
from ..enums import Right
from ..flows.loading import exceeded, load_in_words, names_with_room
from ..flows.look import OrderLook
from ..models import Order
from ..rules.instructing import KIND_OF


class OrderFields(forms.Form):
    """What an order says."""

    title = LineField(label=_("Title"), max_length=300)
    words = reason_field(_("What is to be done"))
    unit = UnitField(label=_("Who shall do it"), help_text=_("Type the name of the office."))
    due_on = GermanDateField(label=_("Until"))
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("Fields of action"), queryset=FieldOfAction.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def offer_units(self, today: date) -> None:
        """Every office in force and every partner."""
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.choose_among(Unit.objects.in_force(on=today))


class DraftForm(OrderFields, ActForm):
    """A new order."""

    def __init__(self, data: Data = None, *, today: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.offer_units(today)


class ReviseForm(OrderFields, CaseForm):
    """The draft as it shall read."""

    act_name = "revise_order"

    def prepare(self) -> None:
        self.offer_units(self.context.situation.look.call.today)
        if self.is_bound:
            return
        order: Order = self.context.matter
        self.initial.update({
            "title": order.title, "words": order.words, "unit": order.unit, "due_on": order.due_on,
            "fields_of_action": order.fields_of_action,
        })  # fmt: skip


class LoadForm(CaseForm):
    """A form by which an office gets work: it says first whether the office can carry it."""

    despite_load = forms.BooleanField(label=_("Give it the order all the same"), required=False)

    def prepare(self) -> None:
        if not self._exceeded():
            del self.fields["despite_load"]

    def _exceeded(self) -> bool:
        raise NotImplementedError

    def look(self) -> OrderLook:
        """The look at the order."""
        look = self.context.situation.look
        assert isinstance(look, OrderLook)
        return look


class IssueForm(LoadForm):
    """What it becomes when it is given, and who confirms that it is done."""

    act_name = "issue_order"

    is_delegated = forms.BooleanField(
        label=_("The integration centre may confirm that it is done"), required=False
    )
    field_order = ("despite_load", "is_delegated")

    def _exceeded(self) -> bool:
        return exceeded(self.look(), self.context.matter.unit_id) is not None

    @property
    def right(self) -> Right | None:
        """By which right it is given."""
        order: Order = self.context.matter
        found = self.look().right_towards(order.unit, order.fields_of_action)
        return Right(found) if found else None

    @property
    def becomes(self) -> str:
        """What it is then."""
        return str(KIND_OF[self.right].label) if self.right else ""

    @property
    def warning(self) -> str:
        """The load of the office with its numbers, where it cannot carry more."""
        found = exceeded(self.look(), self.context.matter.unit_id)
        return load_in_words(found) if found else ""

    @property
    def others(self) -> list[str]:
        """Offices of the same division that have room."""
        return names_with_room(self.look(), self.context.matter.unit) if self.warning else []


class ReassignForm(LoadForm):
    """Which other office shall do it, and why."""

    act_name = "reassign_order"
    text_field = "reason"

    unit = UnitField(label=_("Who shall do it"), help_text=_("Type the name of the office."))
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))
    field_order = ("unit", "despite_load", "reason")

    def prepare(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.choose_among(Unit.objects.in_force(on=self.look().call.today))
        super().prepare()

    def _exceeded(self) -> bool:
        """Which office it is shows only with what was typed."""
        return True


class AcceptForm(OptionalReasonForm):
    """The office does it."""

    act_name = "accept_order"


class DeclineForm(ReasonForm):
    """Why the office does not do it."""

    act_name = "decline_order"


class NotResponsibleForm(ReasonForm):
    """Which office is responsible instead, and why."""

    act_name = "say_not_responsible"


class BeginForm(CaseForm):
    """The office is at it."""

    act_name = "begin_work"


class ReportForm(CaseForm):
    """What was done."""

    act_name = "report_done"
    done = reason_field(_("What was done"))


class ConfirmForm(OptionalReasonForm):
    """It is done."""

    act_name = "confirm_order"


class SendBackForm(ReasonForm):
    """What is still missing."""

    act_name = "send_report_back"


class ExtendForm(CaseForm):
    """A later day, and why."""

    act_name = "extend_order"
    text_field = "reason"
    due_on = GermanDateField(label=_("New day"))
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))


class ConfirmLoadForm(OptionalReasonForm):
    """It stays where it is."""

    act_name = "confirm_load"


class VoidForm(ReasonForm):
    """Why it is dropped."""

    act_name = "void_order"


PANELS = (
    ActPanel(
        IssueForm, "erteilen", _("Give the order"), _("Give the order"), _("The order is given."),
        intro="coordination/group/_issue.html",
    ),
    ActPanel(
        ReviseForm, "aendern", _("Change the draft"), _("Save"), _("The draft is changed."),
        variant="secondary", shows_text=False,
    ),
    ActPanel(
        AcceptForm, "annehmen", _("Accept the order"), _("Accept"), _("The order is accepted."),
        _("Your office carries it out until its day."), beside=True,
    ),
    ActPanel(
        DeclineForm, "ablehnen", _("Decline the order"), _("Decline"), _("The order is declined."),
        _("It goes back with your reason to who gave it."), variant="secondary",
    ),
    ActPanel(
        NotResponsibleForm, "nicht-zustaendig", _("Another office is responsible"),
        _("Give it back"), _("The order goes back to who gave it."),
        _("Please name the office that is responsible."), variant="secondary",
    ),
    ActPanel(
        BeginForm, "beginnen", _("Begin the work"), _("Begin"), _("The work has begun."),
        variant="secondary",
    ),
    ActPanel(
        ReportForm, "melden", _("Report as done"), _("Report as done"),
        _("The order is reported as done."), _("Who gave it looks whether it is."),
    ),
    ActPanel(
        ConfirmForm, "bestaetigen", _("Confirm that it is done"), _("Confirm"),
        _("The order is confirmed."), beside=True,
    ),
    ActPanel(
        SendBackForm, "zurueckgeben", _("Give the report back"), _("Give back"),
        _("The report is given back."), variant="secondary",
    ),
    ActPanel(
        ReassignForm, "umsetzen", _("Move to another office"), _("Move"),
        _("The order is moved."), variant="secondary",
    ),
    ActPanel(
        ConfirmLoadForm, "auslastung", _("Confirm the load"), _("Confirm"),
        _("The order stays where it is."),
        _("The office has more than it can carry. You can also move the order."), beside=True,
    ),
    ActPanel(
        ExtendForm, "verlaengern", _("Set a later day"), _("Set the day"),
        _("The later day is set."), _("Twice at most."), variant="secondary",
    ),
    ActPanel(
        VoidForm, "hinfaellig", _("Drop the order"), _("Drop it"), _("The order is dropped."),
        variant="danger",
    ),
)  # fmt: skip
