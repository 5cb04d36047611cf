"""A measure is to rest, rests, and goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.forms.acting.context import CaseForm, ReasonForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.models import Event

from ...council.queries import rules_on
from ...council.vocabulary import RuleSubject as Rule
from ...decisions.forms.taking_back import SessionHeldForm


class AskPauseForm(ReasonForm):
    """The head says until when, and why."""

    act_name = "ask_pause"
    field_order = ["until", "reason"]

    until = GermanDateField(label=_("Rests until"))

    def prepare(self) -> None:
        super().prepare()
        longest = rules_on(local_date(self.context.at)).period(Rule.LONGEST_PAUSE)
        text = _("A working day, within %(longest)s at most.") % {"longest": longest}
        self.fields["until"].help_text = text if longest else _("A working day.")


class PauseForm(AskPauseForm):
    """The deputy mayor for integration decides; what the head asked for is filled in."""

    act_name = "pause"
    field_order = ["until", "money_returned", "reason"]

    money_returned = forms.BooleanField(
        label=_("Money is given back"),
        required=False,
        help_text=_("Then the council is informed, as after more than six months of rest."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.request_event = _request(self.context.matter.case_id, self._is_asked())
        if self.request_event is not None:
            text = getattr(self.request_event, "text", None)
            until = self.request_event.data.get("until", "")
            self.initial.setdefault("until", self.fields["until"].to_python(until))
            self.initial.setdefault("reason", text.text if text else "")

    def _is_asked(self) -> bool:
        return bool(self.context.situation.scene.tasks_of("decide_pause"))


class DeclinePauseForm(ReasonForm):
    """It goes on; the lead is told why."""

    act_name = "decline_pause"

    def prepare(self) -> None:
        self.request_event = _request(self.context.matter.case_id, is_asked=True)


class InformCouncilForm(SessionHeldForm):
    """The council has heard of the rest."""

    act_name = "inform_council"


class ResumeForm(CaseForm):
    """It goes on."""

    act_name = "resume"


def _request(case: int, is_asked: bool) -> Event | None:  # noqa: FBT001 - one question
    """The request that waits for an answer."""
    if not is_asked:
        return None
    asked: Any = Event.objects.filter(case=case, action="ask_pause").select_related("text", "actor")
    found: Event | None = asked.order_by("-seq").first()
    return found


PANELS = (
    ActPanel(
        AskPauseForm,
        "ruhen-beantragen",
        _("Ask for a pause"),
        _("Ask for the pause"),
        _("The deputy mayor for integration has been asked."),
        _("Until the answer everything goes on as it is."),
        goes_on=False,
    ),
    ActPanel(
        PauseForm,
        "ruhen-lassen",
        _("Let the measure rest"),
        _("Let it rest"),
        _("The measure rests. All its deadlines are paused."),
        _("Time stands still for every deadline; each keeps the working days that are left."),
        checks=True,
        intro="coordination/implementing/_pause.html",
    ),
    ActPanel(
        DeclinePauseForm,
        "ruhen-ablehnen",
        _("Do not let the measure rest"),
        _("Do not let it rest"),
        _("The lead office has been told that the measure goes on."),
        intro="coordination/implementing/_pause.html",
    ),
    ActPanel(
        InformCouncilForm,
        "rat-informieren",
        _("Inform the council about the rest"),
        _("Record the information"),
        _("It is recorded that the council was informed."),
        _("Money was given back, or the measure rests for more than six months in all."),
        goes_on=False,
    ),
    ActPanel(
        ResumeForm,
        "fortsetzen",
        _("Let the measure go on"),
        _("Go on now"),
        _("The measure goes on. Its deadlines have new days."),
        _("Every deadline is due after the working days that were left; milestones move along."),
    ),
)
