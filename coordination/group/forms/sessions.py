"""The forms of the group's sessions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import CaseForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField

from ..flows.session_look import SessionLook
from ..models import GroupSession, MinutesObjection, SessionItem
from ..queries.register import members_on


class PlanForm(ActForm):
    """A new session."""

    held_on = GermanDateField(label=_("Date of the session"))
    place = LineField(label=_("Place"), max_length=200, required=False)


class PointForm(CaseForm):
    """A point for the agenda."""

    act_name = "add_point"
    title = LineField(label=_("Title"), max_length=300)
    note = reason_field(_("What it is about"), required=False)


class DropPointForm(CaseForm):
    """A point that is taken off."""

    act_name = "drop_point"
    item = forms.ModelChoiceField(
        label=_("Point"), queryset=SessionItem.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        item = self.fields["item"]
        assert isinstance(item, forms.ModelChoiceField)
        session: GroupSession = self.context.matter
        item.queryset = SessionItem.objects.filter(session=session.pk)


class InviteForm(CaseForm):
    """The members are told."""

    act_name = "invite"


class MoveForm(CaseForm):
    """Another day, and why."""

    act_name = "move_session"
    text_field = "reason"
    held_on = GermanDateField(label=_("New day"))
    place = LineField(label=_("Place"), max_length=200, required=False)
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))


class CancelForm(ReasonForm):
    """Why there is none."""

    act_name = "cancel_session"


class HeldForm(CaseForm):
    """Who took part."""

    act_name = "record_held"
    present = forms.TypedMultipleChoiceField(
        label=_("Who took part"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        look = self.context.situation.look
        members = members_on(look.call.today)
        self.offer("present", [(one.unit_id, one.unit.name) for one in members])


class DecisionForm(CaseForm):
    """What the group has decided."""

    act_name = "add_decision"
    title = LineField(label=_("Title"), max_length=300)
    words = reason_field(_("What was decided"))


class MinutesForm(CaseForm):
    """The minutes."""

    act_name = "draft_minutes"
    minutes = reason_field(_("Minutes of the session"))

    def prepare(self) -> None:
        session: GroupSession = self.context.matter
        if not self.is_bound:
            self.initial["minutes"] = session.minutes


class SendForm(CaseForm):
    """They go out."""

    act_name = "send_minutes"


class ObjectForm(CaseForm):
    """What is wrong with the minutes."""

    act_name = "object_to_minutes"
    objection = reason_field(_("What is wrong with the minutes"))


class SettleForm(CaseForm):
    """Whether an objection is taken over."""

    act_name = "settle_objection"
    objection = forms.ModelChoiceField(
        label=_("Objection"), queryset=MinutesObjection.objects.none(), empty_label=None
    )
    is_accepted = forms.BooleanField(
        label=_("The objection is right; the minutes change"), required=False
    )
    minutes = reason_field(_("Minutes of the session"), required=False)
    answer = reason_field(_("Answer to the objection"))

    def prepare(self) -> None:
        look = self.context.situation.look
        assert isinstance(look, SessionLook)
        rows = MinutesObjection.objects.filter(session=look.subject.pk, is_accepted=None)
        field = self.fields["objection"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        field.choices = [
            (one.pk, f"{one.unit.name}: {one.text[:80]}") for one in rows.select_related("unit")
        ]
        if not self.is_bound:
            self.initial["minutes"] = look.subject.minutes
            about = self.context.number("objection")
            if about:
                self.initial["objection"] = about


PANELS = (
    ActPanel(
        InviteForm, "einladen", _("Invite the members"), _("Invite"), _("The members are invited."),
        _("They are told and see the agenda. Open orders stand on it by themselves."),
        shows_text=False,
    ),
    ActPanel(
        PointForm, "punkt", _("Put a point on the agenda"), _("Put it on the agenda"),
        _("The point is on the agenda."), variant="secondary", shows_text=False,
    ),
    ActPanel(
        DropPointForm, "punkt-streichen", _("Take a point off the agenda"), _("Take it off"),
        _("The point is off the agenda."), variant="secondary", shows_text=False,
    ),
    ActPanel(
        HeldForm, "durchgefuehrt", _("Record that it was held"), _("Record"),
        _("It is recorded. The minutes come next."), shows_text=False,
    ),
    ActPanel(
        MoveForm, "verschieben", _("Move the session"), _("Move the session"),
        _("The session is moved."), _("The members are invited anew."),
        variant="secondary", shows_text=False,
    ),
    ActPanel(
        CancelForm, "absagen", _("Cancel the session"), _("Cancel the session"),
        _("The session is cancelled."), variant="danger", shows_text=False,
    ),
    ActPanel(
        DecisionForm, "beschluss", _("Record a decision"), _("Record"),
        _("The decision is recorded."), variant="secondary", shows_text=False,
    ),
    ActPanel(
        MinutesForm, "protokoll", _("Draft the minutes"), _("Save"), _("The minutes are kept."),
        shows_text=False,
    ),
    ActPanel(
        SendForm, "versenden", _("Send the minutes"), _("Send"), _("The minutes are sent."),
        _("The members have five working days to object; then they are approved by themselves."),
        shows_text=False,
    ),
    ActPanel(
        ObjectForm, "einspruch", _("Object to the minutes"), _("Object"),
        _("The objection is recorded."), variant="secondary", shows_text=False,
    ),
    ActPanel(
        SettleForm, "einspruch-beantworten", _("Answer an objection"), _("Answer the objection"),
        _("The objection is answered."), shows_text=False, about="objection",
    ),
)  # fmt: skip
