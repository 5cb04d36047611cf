"""The council takes a matter back; a deputy mayor is heard by the main committee."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField

from ...council.models import Organization
from ..flows.taking_back import council_of_the_city
from ..queries.opinions import Opinion, main_committee, opinion_of
from .releasing import SignForm
from .sessions import offer_held, session_field


class SessionHeldForm(CaseForm):
    """A form that names a session of a body that has begun."""

    text_field = "text"

    meeting = session_field()
    text = reason_field(_("Remark"), required=False)

    def body(self) -> Organization | None:
        """Whose sessions are offered."""
        return council_of_the_city()

    def prepare(self) -> None:
        offer_held(self, self.body())


class TakeBackForm(SessionHeldForm):
    """The council has resolved to decide itself."""

    act_name = "take_back"
    field_order = ["meeting", "reference"]

    reference = forms.CharField(
        label=_("Number of the paper"), help_text=_("Such as 16-0815."), max_length=20
    )


class PresentPaperForm(SignForm):
    """The mayor signs the paper that the council has asked for; shows the chain like any other."""

    act_name = "present_paper"


class PutDissentForm(ReasonForm):
    """A deputy mayor says what they think otherwise, and that the mayor knows."""

    act_name = "put_dissent"
    field_order = ["informed_on", "reason"]

    informed_on = GermanDateField(label=_("Mayor informed on"))
    reason = reason_field(
        _("Your differing opinion"),
        hint=_("At least 10 characters. It is kept with the matter for good."),
    )


class HearDissentForm(SessionHeldForm):
    """The main committee has heard the differing opinion."""

    act_name = "hear_dissent"

    def prepare(self) -> None:
        super().prepare()
        task = self.context.task
        found = opinion_of(self.context.matter.case_id, task.subject) if task else None
        self.opinion: Opinion | None = found

    def body(self) -> Organization | None:
        return main_committee()


PANELS = (
    ActPanel(
        TakeBackForm,
        "rueckholen",
        _("Record that the council takes it back"),
        _("Take it back"),
        _("The council decides itself. The mayor has been asked to sign the paper."),
        _("The council can take back a matter of current administration (GO NRW § 41 Abs. 3)."),
        variant="danger",
        checks=True,
    ),
    ActPanel(
        PresentPaperForm,
        "vorlage-zeichnen",
        _("Sign the paper that the council has asked for"),
        _("Sign the paper"),
        _("The paper is signed and goes to the bodies."),
        _("With the signature the paper gets its number; its text can no longer be changed."),
        intro="coordination/decisions/_sign.html",
    ),
    ActPanel(
        PutDissentForm,
        "abweichende-meinung",
        _("Put a differing opinion to the main committee"),
        _("Put it to the main committee"),
        _("The council office puts your opinion to the main committee."),
        _("You can put a differing opinion to the main committee (GO NRW § 70 Abs. 4)."),
        checks=True,
        goes_on=False,
    ),
    ActPanel(
        HearDissentForm,
        "abweichende-meinung-gehoert",
        _("Put the differing opinion to the main committee"),
        _("Record that it was heard"),
        _("It is recorded that the main committee has heard the opinion."),
        intro="coordination/decisions/_opinion.html",
    ),
)
