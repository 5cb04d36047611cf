"""From the resolution to the completion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.models import Obligation

from ...council.models import Consultation
from ...decisions.forms.wording import WordingForm
from ...decisions.queries.differences import changes, names_of_links
from ...decisions.rules.looks import decision_of
from ..enums import ReportStatus
from ..models import Milestone
from ..queries.people import may_be_responsible


class AdaptPlanForm(WordingForm):
    """Bring the measure into line with an amended resolution."""

    act_name = "adapt_plan"
    needed = frozenset({"text"})

    text = reason_field(
        _("What was adapted, or why the plan fits as it is"),
        required=False,
        hint=_("Needed if you change nothing."),
    )

    def prepare(self) -> None:
        super().prepare()
        decided = Consultation.objects.filter(
            case=self.context.matter.case_id, role="decision", result="amended"
        )
        self.resolution = decided.select_related("organization", "meeting", "paper").last()
        paper = self.resolution.paper if self.resolution else None
        text = decision_of(self.context.situation.look).text
        signed = {k: v for k, v in (paper.text if paper else {}).items() if k in text}
        names = names_of_links(signed, text) if paper else {}
        model = self.context.model
        self.departures = changes(signed, text, names=names, model=model) if paper else []


class ConfirmFundsForm(OptionalReasonForm):
    """The treasury confirms that the money is there."""

    act_name = "confirm_funds"


class DeclineFundsForm(ReasonForm):
    """The treasury says why the money is not there."""

    act_name = "decline_funds"


class AskFundsAgainForm(ReasonForm):
    """The lead says how it is paid now."""

    act_name = "ask_funds_again"


class ResponsibleForm(CaseForm):
    """Base of the forms that say who answers for the work."""

    responsible = forms.TypedChoiceField(
        label=_("Who is responsible for the work?"),
        help_text=_("Somebody of the lead office; where it has nobody, of the office above."),
        coerce=int,
        empty_value=None,
    )

    def prepare(self) -> None:
        super().prepare()
        today = self.context.situation.look.call.today
        held = may_be_responsible(self.context.matter.lead, on=today)
        rows = held.select_related("person", "desk").order_by("person__sort_key", "pk")
        people = {row.person_id: f"{row.person} ({row.desk.name})" for row in rows}
        self.offer("responsible", [("", _("please choose")), *people.items()])


class NameResponsibleForm(ResponsibleForm):
    """Somebody else answers for the work."""

    act_name = "name_responsible"

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("responsible", self.context.matter.responsible_id)


class StartImplementationForm(ResponsibleForm):
    """Names who is responsible, and new days for milestones whose day has passed."""

    act_name = "start_implementation"
    guard_fields: ClassVar[Mapping[str, str]] = {"dates": "dates"}

    def prepare(self) -> None:
        super().prepare()
        today = self.context.situation.look.call.today
        stones = Milestone.objects.filter(measure=self.context.matter.pk, due_on__lt=today)
        self.past = {f"due_on_{stone.pk}": stone for stone in stones if not stone.is_over}
        for name, stone in self.past.items():
            label = _("New day for “%(name)s” (was planned until %(day)s)")
            words = {"name": stone.title, "day": f"{stone.due_on:%d.%m.%Y}"}
            self.fields[name] = GermanDateField(label=label % words)
        end = self.context.matter.ends_on
        self.days = [*self.past]
        if end and end < today:
            label = _("New end of the measure (was planned until %(day)s)")
            self.fields["ends_on"] = GermanDateField(label=label % {"day": f"{end:%d.%m.%Y}"})
            self.days.append("ends_on")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        today = self.context.situation.look.call.today
        for name in self.days:
            if cleaned.get(name) and cleaned[name] < today:
                self.add_error(name, _("This day is over. Please choose a later one."))
        return cleaned

    def act_data(self) -> dict[str, object]:
        data = super().act_data()
        dates = {str(stone.pk): data.pop(name) for name, stone in self.past.items()}
        return {**data, "dates": dates}


class CompleteMilestoneForm(CaseForm):
    """Evidence that a milestone was reached; a reason where it is late."""

    act_name = "complete_milestone"
    text_field = "text"

    text = reason_field(_("Evidence"), hint=_("What shows that the milestone was reached?"))
    late_reason = reason_field(_("Reason for the delay"), required=False)

    def prepare(self) -> None:
        wanted = self.context.number("milestone")
        rows = Milestone.objects.select_related("predecessor")
        self.milestone = rows.filter(measure=self.context.matter.pk, pk=wanted).first()
        today = self.context.situation.look.call.today
        if self.milestone is None or not self.milestone.is_late(today):
            del self.fields["late_reason"]

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "milestone": self.context.number("milestone")}


class DropMilestoneForm(ReasonForm):
    """A milestone is no longer needed."""

    act_name = "drop_milestone"

    def prepare(self) -> None:
        wanted = self.context.number("milestone")
        rows = Milestone.objects.filter(measure=self.context.matter.pk)
        self.milestone = rows.filter(pk=wanted).first()

    def act_data(self) -> dict[str, object]:
        return {"milestone": self.context.number("milestone")}


class FulfilObligationForm(CaseForm):
    """What was promised in the co-signature is done."""

    act_name = "fulfil_obligation"
    text_field = "text"

    text = reason_field(_("Evidence"), hint=_("What shows that the obligation is fulfilled?"))

    def prepare(self) -> None:
        rows = Obligation.objects.select_related("unit").filter(case=self.context.matter.case_id)
        self.obligation = rows.filter(pk=self.context.uuid("obligation")).first()

    def act_data(self) -> dict[str, object]:
        return {"obligation": str(self.context.uuid("obligation") or "")}


class AboutCompletionForm(CaseForm):
    """Base of what is decided about the completion; shows the final report."""

    def prepare(self) -> None:
        super().prepare()
        rows = self.context.matter.reports.select_related("written_by", "released_by")
        self.report = rows.filter(is_final=True, status=ReportStatus.RELEASED).last()


class ProposeCompletionForm(AboutCompletionForm, OptionalReasonForm):
    """The head says that all is done."""

    act_name = "propose_completion"


class ConfirmCompletionForm(AboutCompletionForm, OptionalReasonForm):
    """The deputy mayor for integration confirms it."""

    act_name = "confirm_completion"


class DeclineCompletionForm(AboutCompletionForm, ReasonForm):
    """Something is still to be done."""

    act_name = "decline_completion"


PANELS = (
    ActPanel(
        AdaptPlanForm,
        "plan-anpassen",
        _("Adapt the plan to the resolution"),
        _("Adapt the plan"),
        _("The plan is adapted."),
        intro="coordination/implementing/_resolution.html",
        fields="coordination/decisions/_wording.html",
        checks=True,
    ),
    ActPanel(
        ConfirmFundsForm,
        "mittel-bestaetigen",
        _("Confirm the funds"),
        _("Confirm the funds"),
        _("The funds are confirmed."),
        _("You confirm that the money for this measure is there."),
        intro="coordination/implementing/_funds.html",
        checks=True,
        beside=True,
    ),
    ActPanel(
        DeclineFundsForm,
        "mittel-nicht-bestaetigen",
        _("Do not confirm the funds"),
        _("Do not confirm"),
        _("The lead office has been told why the funds are missing."),
        _("The implementation cannot begin. The lead office clears the funds and asks again."),
        intro="coordination/implementing/_funds.html",
        checks=True,
    ),
    ActPanel(
        AskFundsAgainForm,
        "mittel-erneut-anfragen",
        _("Ask the treasury again"),
        _("Ask again"),
        _("The city treasury has been asked again."),
        _("Say how the money is found now; the treasury reads it before it answers."),
        intro="coordination/implementing/_funds.html",
    ),
    ActPanel(
        StartImplementationForm,
        "umsetzung-beginnen",
        _("Start the implementation"),
        _("Start"),
        _("The implementation has begun."),
        beside=True,
    ),
    ActPanel(
        NameResponsibleForm,
        "verantwortlich",
        _("Name who is responsible"),
        _("Name as responsible"),
        _("It is named who is responsible."),
        goes_on=False,
    ),
    ActPanel(
        CompleteMilestoneForm,
        "meilenstein-erreicht",
        _("Report a milestone as reached"),
        _("Report as reached"),
        _("The milestone is reached."),
        checks=True,
        intro="coordination/implementing/_milestone.html",
        about="milestone",
    ),
    ActPanel(
        DropMilestoneForm,
        "meilenstein-absetzen",
        _("Drop a milestone"),
        _("Drop the milestone"),
        _("The milestone is dropped."),
        _("The milestone stays visible with your reason."),
        checks=True,
        intro="coordination/implementing/_milestone.html",
        goes_on=False,
        about="milestone",
    ),
    ActPanel(
        FulfilObligationForm,
        "auflage-erfuellen",
        _("Fulfil an obligation"),
        _("Report as fulfilled"),
        _("The obligation is fulfilled."),
        checks=True,
        intro="coordination/implementing/_obligation.html",
        goes_on=False,
        about="obligation",
    ),
    ActPanel(
        ProposeCompletionForm,
        "abschluss-vorschlagen",
        _("Propose the completion"),
        _("Propose the completion"),
        _("The deputy mayor for integration has been asked to confirm."),
        intro="coordination/implementing/_reported.html",
        goes_on=False,
    ),
    ActPanel(
        ConfirmCompletionForm,
        "abschluss-bestaetigen",
        _("Confirm the completion"),
        _("Confirm for good"),
        _("The measure is completed."),
        _("The measure is closed for good. What the council has asked for stays on its list."),
        checks=True,
        intro="coordination/implementing/_reported.html",
    ),
    ActPanel(
        DeclineCompletionForm,
        "abschluss-ablehnen",
        _("Do not confirm the completion"),
        _("Do not confirm"),
        _("The lead office has been told what is still to be done."),
        intro="coordination/implementing/_reported.html",
    ),
)
