"""The forms of the council office."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.forms.acting.context import CaseForm, ReasonForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.forms.naming import UnitField

from ...city.queries.catalogue import LEADING, leading_units
from ...council.models import Meeting
from ..enums import ENDINGS
from ..flows.fields import EDITABLE
from .entries import EntryFields

SESSIONS_OFFERED = 12
LOOKS_BACK = timedelta(days=400)


class ReviseForm(CaseForm, EntryFields):
    """The recorded fields anew."""

    act_name = "revise"

    def prepare(self) -> None:
        if not self.is_bound:
            self.initial.update({n: getattr(self.context.matter, n) for n in EDITABLE})


class AssignForm(ReasonForm):
    """Which office answers from now on, and why."""

    act_name = "transfer_lead"
    lead = UnitField(label=_("Responsible office"), help_text=_("Type the name of the office."))
    field_order = ("lead", "reason")

    def prepare(self) -> None:
        today = self.context.situation.look.call.today
        lead = self.fields["lead"]
        assert isinstance(lead, UnitField)
        units = leading_units(on=today).exclude(pk=self.context.matter.office_id)
        lead.choose_among(units, kind=LEADING)

    def act_data(self) -> dict[str, object]:
        return {"lead": self.cleaned_data["lead"].pk}


class LaterForm(ReasonForm):
    """A later day and why."""

    act_name = "extend_report"
    next_report_on = GermanDateField(label=_("Next report on"))
    field_order = ("next_report_on", "reason")


class ReopenForm(LaterForm):
    """Why it is on the list again, and when the office reports."""

    act_name = "reopen"


class NoteForm(CaseForm):
    """In which session the body has taken note."""

    act_name = "take_note"
    meeting = forms.ChoiceField(label=_("Session"), required=False)
    noted_on = GermanDateField(
        label=_("or on the day"), required=False,
        help_text=_("If the session does not stand in the list."),
    )  # fmt: skip

    def prepare(self) -> None:
        at = self.context.at
        held = Meeting.objects.filter(
            organization=self.context.matter.body_id, is_cancelled=False,
            starts_at__lte=at, starts_at__gt=at - LOOKS_BACK,
        ).order_by("-starts_at")[:SESSIONS_OFFERED]  # fmt: skip
        days = [(str(m.pk), f"{local_date(m.starts_at):%d.%m.%Y}") for m in held]
        self.offer("meeting", [("", _("– please choose –")), *days])


class StrikeForm(ReasonForm):
    """Why it leaves the list without a note of the body."""

    act_name = "strike"


class PublishForm(CaseForm):
    """Really?"""

    act_name = "publish"


class EndPublicationForm(CaseForm):
    """What the address answers from now on."""

    act_name = "end_publication"
    publication = forms.ChoiceField(
        label=_("From now on the address says"),
        choices=[(ending.value, ending.label) for ending in ENDINGS],
        widget=forms.RadioSelect,
    )


PANELS = (
    ActPanel(
        NoteForm, "kenntnisnahme", _("Record that the body has taken note"), _("Record"),
        _("The note of the body is recorded."),
        _("What is done or dropped leaves the list; all else stays on it."),
    ),
    ActPanel(
        LaterForm, "spaeter-fragen", _("Ask later"), _("Set the new day"),
        _("The office is asked later."),
    ),
    ActPanel(
        ReviseForm, "berichtigen", _("Correct the item"), _("Save"), _("The item is corrected."),
        variant="secondary",
    ),
    ActPanel(
        AssignForm, "zuweisen", _("Assign to another office"), _("Assign"),
        _("The item is assigned."),
        _("The office is asked for the report, on the same day as before."),
        variant="secondary",
    ),
    ActPanel(
        ReopenForm, "wieder-aufnehmen", _("Take up again"), _("Put on the list again"),
        _("The item is on the list again."),
        variant="secondary",
    ),
    ActPanel(
        StrikeForm, "streichen", _("Strike off the list"), _("Strike off the list for good"),
        _("The item is off the list."),
        _("Only for what was recorded by mistake or stands in another item. What is done leaves"
          " the list with the note of the body."),
        variant="danger", checks=True,
    ),
    ActPanel(
        PublishForm, "veroeffentlichen", _("Publish the item"), _("Publish"),
        _("The public can read the item."),
        _("Everybody can read it from now on, with its public note. The internal note stays in the"
          " administration."),
        variant="secondary", intro="coordination/followup/_public_text.html",
    ),
    ActPanel(
        EndPublicationForm, "veroeffentlichung-beenden", _("End the publication"), _("End it"),
        _("The publication has ended."),
        variant="secondary",
    ),
)  # fmt: skip
